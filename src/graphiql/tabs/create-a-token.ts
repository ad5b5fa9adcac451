import type { ExampleTab } from '../example-tab.ts';

/** Example: a token and its key. */
export const createAToken: ExampleTab = {
  title: 'CreateAToken',
  query: `# Create a token and see its key. Selecting "key" costs a
# request of its own, which authentik logs; no query can
# show a key. Run it twice: the second answer is a
# CONFLICT, as data.
mutation CreateAToken($input: AuthentikCreateTokenInput!) {
  createToken(input: $input) {
    ... on AuthentikCreateTokenPayload {
      key
      token {
        identifier
        intent
        expires
        user {
          username
        }
      }
      warnings {
        field
        message
      }
    }
    ... on AuthentikError {
      code
      message
    }
  }
}
`,
  variables: `{
  "input": {
    "identifier": "my-script",
    "intent": "APP_PASSWORD",
    "description": "nightly report"
  }
}
`,
};
