import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** A subgraph that runs somewhere. */
export interface RunningSubgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/**
 * Composes a supergraph that any router can run.
 * @throws Error with what does not fit together
 */
export function compose(subgraphs: readonly RunningSubgraph[]): string {
  const { supergraphSdl, errors = [] } = composeServices(
    subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (supergraphSdl === undefined) {
    throw new Error(errors.map(({ message }) => message).join('\n'));
  }
  return supergraphSdl;
}

/** Reads a subgraph's SDL from itself, as a router does; the gateway takes the router's secret for a credential here. */
export async function fetchSdl(url: string, routerSecret: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-router-secret': routerSecret },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data, errors } = (await response.json()) as {
    readonly data?: { readonly _service: { readonly sdl: string } };
    readonly errors?: readonly { readonly message: string }[];
  };
  if (!data) {
    throw new Error(errors?.map(({ message }) => message).join('\n'));
  }
  return data._service.sdl;
}
