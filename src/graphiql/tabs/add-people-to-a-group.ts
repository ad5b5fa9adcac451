import type { ExampleTab } from '../example-tab.ts';

/** Example: several users become members of a new group. */
export const addPeopleToAGroup: ExampleTab = {
  title: 'AddPeopleToAGroup',
  query: `# Several people at once, and what became of each. For
# groupId take the "id" of a group, e.g. from
# { groups { nodes { id name } } }; this one is nobody's,
# so the answer is NOT_FOUND, as data.
mutation AddPeopleToAGroup($input: AuthentikAddUsersToGroupInput!) {
  addUsersToGroup(input: $input) {
    ... on AuthentikAddUsersToGroupPayload {
      group {
        name
        usersCount
      }
      users {
        pk
        isDone
        code
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
    "groupId": "00000000-0000-4000-8000-000000000000",
    "userIds": ["5", "6"]
  }
}
`,
};
