import { graphql } from './generated/index.ts';

/** The people of a team. */
export const PeopleOfATeam = graphql(`
  query PeopleOfATeam($team: String!, $first: Int!) {
    group(name: $team) {
      __typename
      ... on Group {
        name
        users(first: $first, orderBy: { field: NAME }) {
          totalCount
          nodes { username name lastLogin }
        }
      }
      ... on AuthentikError { code message }
    }
  }
`);
