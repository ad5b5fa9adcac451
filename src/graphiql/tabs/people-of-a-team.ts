import type { ExampleTab } from '../example-tab.ts';

/** Example: who is in a team. */
export const peopleOfATeam: ExampleTab = {
  title: 'PeopleOfATeam',
  query: `# The people of a team, active accounts only, by display
# name. "users" are complete users, filtered and paged;
# "members" would be all of them in short.
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
};
