import { Client, cacheExchange, fetchExchange, gql } from '@urql/core';

const TOKEN = gql<
  { readonly token: { readonly __typename: string; readonly identifier?: string; readonly code?: string } | null },
  { readonly identifier: string }
>`
  query Token($identifier: String!) {
    token(identifier: $identifier) {
      __typename
      ... on Token { identifier user { id username } }
      ... on AuthentikError { code message }
    }
  }
`;

/** A token that is there, one that is not, and what a refused list looks like. */
export async function run(endpoint: string, token: string): Promise<Record<string, unknown>> {
  const client = new Client({
    url: endpoint,
    exchanges: [cacheExchange, fetchExchange],
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    // The gateway takes POST only.
    preferGetMethod: false,
  });

  const found = await client.query(TOKEN, { identifier: 'plain-api' }).toPromise();
  const missing = await client.query(TOKEN, { identifier: 'no-such-token' }).toPromise();
  const refused = await client.query(gql`{ users { totalCount } }`, {}).toPromise();

  return {
    found: found.data?.token?.identifier,
    missing: missing.data?.token?.code,
    refused: refused.error?.graphQLErrors.map(({ extensions }) => extensions.code),
  };
}
