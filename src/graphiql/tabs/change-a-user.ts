import type { ExampleTab } from '../example-tab.ts';

/** Example: a user's name and one of their attributes. */
export const changeAUser: ExampleTab = {
  title: 'ChangeAUser',
  query: `# What is left out stays as it is, null clears. "merge"
# changes single attributes (null removes one), "replace"
# all of them: authentik itself only ever replaces.
mutation ChangeAUser($input: AuthentikUpdateUserInput!) {
  updateUser(input: $input) {
    ... on AuthentikUpdateUserPayload {
      user {
        username
        name
        attributes
      }
    }
    ... on AuthentikValidationError {
      code
      issues {
        path
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
    "id": "4",
    "name": "Plain User, renamed",
    "attributes": { "merge": { "nested": { "team": "blue" } } }
  }
}
`,
};
