import type { ExampleTab } from '../example-tab.ts';

/** Example: a token with its owner. */
export const tokenAndOwner: ExampleTab = {
  title: 'TokenAndOwner',
  query: `# A token and its owner: one request to authentik,
# whatever you select of both. The fragment on
# AuthentikError turns "not found" and "forbidden" into
# data: change the identifier to one that does not exist
# and run again.
query TokenAndOwner($identifier: String!) {
  token(identifier: $identifier) {
    ... on Token {
      identifier
      description
      intent
      expiring
      expires
      user {
        username
        email
        groups {
          name
        }
      }
    }
    ... on AuthentikError {
      code
      message
    }
  }
}
`,
  variables: '{\n  "identifier": "plain-api"\n}\n',
};
