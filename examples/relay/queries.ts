import { graphql } from 'relay-runtime';

/** What relay-compiler compiles into `generated/`. With Babel or SWC it is imported; here the artifacts are used directly. */
export const documents = {
  groups: () => graphql`
    query queriesGroupsQuery($after: String) {
      groups(first: 3, after: $after) @connection(key: "queries_groups") {
        edges {
          node { id name }
        }
        pageInfo { endCursor hasNextPage }
      }
    }
  `,
  token: () => graphql`
    query queriesTokenQuery($identifier: String!) {
      token(identifier: $identifier) {
        __typename
        ... on Token { identifier user { username } }
        ... on AuthentikError { code message }
      }
    }
  `,
};
