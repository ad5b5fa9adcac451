import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { possibleTypes } from './possible-types.ts';

interface GroupsPage {
  readonly groups: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly name: string } }[];
    readonly pageInfo: { readonly endCursor: string | null };
  } | null;
}

const GROUPS_PAGE: TypedDocumentNode<GroupsPage, { after?: string | null }> = gql`
  query GroupsPage($after: String) {
    groups(first: 3, after: $after) {
      edges { cursor node { id name } }
      pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
    }
  }
`;

const USER: TypedDocumentNode<{ readonly user: { readonly code?: string; readonly name?: string } | null }> = gql`
  query User {
    user(username: "nobody-of-this-name") {
      ... on User { id name }
      ... on AuthentikError { code message }
    }
  }
`;

/** Two pages of groups that the cache has put together, and an error that is data. */
export async function run(endpoint: string, token: string): Promise<Record<string, unknown>> {
  const client = new ApolloClient({
    link: new HttpLink({ uri: endpoint, headers: { authorization: `Bearer ${token}` } }),
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies: {
        // Lists with other filters or orders are other lists.
        Query: { fields: { groups: relayStylePagination(['where', 'orderBy']) } },
        // One per credential, and without an id.
        AuthentikViewer: { keyFields: [] },
      },
    }),
  });

  const first = await client.query({ query: GROUPS_PAGE });
  // What fetchMore of useQuery does: the cache holds the list already, so it must be told to ask.
  await client.query({
    query: GROUPS_PAGE,
    variables: { after: first.data?.groups?.pageInfo.endCursor ?? null },
    fetchPolicy: 'network-only',
  });
  const cached = client.readQuery({ query: GROUPS_PAGE });
  const missing = await client.query({ query: USER });

  return {
    groups: cached?.groups?.edges.map(({ node }) => node.name),
    missing: missing.data?.user?.code,
  };
}
