import {
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type GraphQLResponse,
  type IEnvironment,
  Network,
  RecordSource,
  Store,
} from 'relay-runtime';
import groupsQuery, { type queriesGroupsQuery } from './generated/queriesGroupsQuery.graphql.ts';
import tokenQuery, { type queriesTokenQuery } from './generated/queriesTokenQuery.graphql.ts';

/** Two pages of groups that Relay's store has put together, and an error that is data. */
export async function run(endpoint: string, token: string): Promise<Record<string, unknown>> {
  const environment = new Environment({
    network: createNetwork(endpoint, token),
    store: new Store(new RecordSource()),
  });

  const first = await fetchQuery<queriesGroupsQuery>(environment, groupsQuery, {}).toPromise();
  await fetchQuery<queriesGroupsQuery>(environment, groupsQuery, {
    after: first?.groups?.pageInfo.endCursor,
  }).toPromise();
  const missing = await fetchQuery<queriesTokenQuery>(environment, tokenQuery, {
    identifier: 'no-such-token',
  }).toPromise();

  return {
    groups: readGroups(environment)?.edges.map(({ node }) => node.name),
    missing: missing?.token?.code,
  };
}

function createNetwork(endpoint: string, token: string) {
  return Network.create(async ({ text }, variables) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  });
}

// What a component with usePaginationFragment would get: all pages that @connection has collected under its key.
function readGroups(environment: IEnvironment): queriesGroupsQuery['response']['groups'] {
  const operation = createOperationDescriptor(groupsQuery, {});
  return (environment.lookup(operation.fragment).data as queriesGroupsQuery['response']).groups;
}
