/** One example in GraphiQL: a document with its explanation as a comment, and its variables as JSON text. */
export interface ExampleTab {
  /** The operation's name, which GraphiQL shows as the tab's title. */
  readonly title: string;
  readonly query: string;
  readonly variables?: string;
}

/** One example per job a user comes for. Each runs on the sandbox as it stands, with the demo data set and the recorded one. */
export const EXAMPLE_TABS: readonly ExampleTab[] = [
  {
    title: 'WhoAmI',
    query: `# Who am I? Whom the credential in the Headers editor below stands for.
# On the sandbox try key-admin, key-viewer and key-plain in its place.
# Press Ctrl+Enter to run; hold the pointer over a field to read what it means.
query WhoAmI {
  viewer {
    username
    isSuperuser
    groups {
      name
    }
    tokens(first: 5) {
      totalCount
      nodes {
        identifier
        intent
        expires
      }
    }
  }
}
`,
  },
  {
    title: 'TokenAndOwner',
    query: `# A token and its owner: one request to authentik, whatever you select of both.
# The fragment on AuthentikError turns "not found" and "forbidden" into data:
# change the identifier to one that does not exist and run again.
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
  },
  {
    title: 'PeopleOfATeam',
    query: `# The people of a team, active accounts only, by display name.
# "users" are complete users, filtered and paged; "members" would be all of them in short.
query PeopleOfATeam($team: String!) {
  group(name: $team) {
    ... on Group {
      name
      usersCount
      users(first: 10, where: { isActive: true }, orderBy: { field: NAME }) {
        totalCount
        nodes {
          name
          username
          email
          lastLogin
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
    variables: '{\n  "team": "Platform"\n}\n',
  },
  {
    title: 'TokensThatExpire',
    query: `# Which tokens expire, the next one first? Who owns them?
# A superuser sees everybody's tokens, anybody else only their own.
query TokensThatExpire {
  tokens(
    first: 10
    where: { expiring: true }
    orderBy: { field: EXPIRES, direction: ASC }
  ) {
    totalCount
    nodes {
      identifier
      intent
      expires
      user {
        username
        isActive
      }
    }
  }
}
`,
  },
  {
    title: 'AncestryOfAGroup',
    query: `# A group's ancestry: members belong, indirectly, to every group further up,
# and have the roles and the superuser flag of all of them.
query AncestryOfAGroup($name: String!) {
  group(name: $name) {
    ... on Group {
      ...Step
      parents {
        ...Step
        parents {
          ...Step
        }
      }
      children {
        name
      }
    }
    ... on AuthentikError {
      code
      message
    }
  }
}

fragment Step on Group {
  name
  isSuperuser
  roles {
    name
  }
}
`,
    variables: '{\n  "name": "Platform"\n}\n',
  },
  {
    title: 'WhatErrorsLookLike',
    query: `# What errors look like. A lookup answers an error as data where you have a fragment for it ...
# ... and in "errors", with the same code, where you have none (the last two fields).
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
  },
  {
    title: 'Paging',
    query: `# Paging: run it, then put the answer's endCursor into the variables as "after" and run it again.
# totalCount, hasNextPage and hasPreviousPage are exact; a page is one request to authentik.
query Paging($first: Int!, $after: String) {
  users(first: $first, after: $after, orderBy: { field: DATE_JOINED, direction: DESC }) {
    totalCount
    nodes {
      username
      dateJoined
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      endCursor
    }
  }
}
`,
    variables: '{\n  "first": 5,\n  "after": null\n}\n',
  },
];
