import type { ExampleTab } from '../example-tab.ts';

/** Example: errors as data and in `errors[]`. */
export const whatErrorsLookLike: ExampleTab = {
  title: 'WhatErrorsLookLike',
  query: `# What errors look like. A lookup answers an error as
# data where you have a fragment for it, and in
# "errors", with the same code, where you have none (the
# last two fields).
query WhatErrorsLookLike {
  missing: token(identifier: "no-such-token") {
    ... on AuthentikNotFoundError {
      code
      message
    }
  }
  malformed: token(identifier: "../../etc") {
    ... on AuthentikValidationError {
      code
      issues {
        path
        message
      }
    }
  }
  ambiguous: user(pk: 4, username: "plain") {
    ... on AuthentikError {
      code
      message
    }
  }
  withoutFragment: token(identifier: "no-such-token") {
    ... on Token {
      expires
    }
  }
  someOfMany: usersById(ids: ["4", "999999"]) {
    username
  }
}
`,
};
