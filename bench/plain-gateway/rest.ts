import { type Dispatcher, fetch } from 'undici';

/** A row of authentik's as it came. */
export interface Json {
  readonly [field: string]: unknown;
}

/** A page of a list as it came. */
export interface PageJson {
  readonly pagination: { readonly count: number };
  readonly results: readonly Json[];
}

/** Reads one path below the API root; `params` as query, a list repeated. */
export type Get = <Body>(path: string, params?: Readonly<Record<string, string | readonly string[]>>) => Promise<Body>;

/** Where authentik is and how to get there. */
export interface RestOptions {
  readonly apiUrl: string;
  readonly dispatcher: Dispatcher;
}

/** One caller's way to authentik. Throws for every answer that is not 200. */
export function createRest({ apiUrl, dispatcher }: RestOptions, authorization: string): Get {
  return async <Body>(path: string, params: Readonly<Record<string, string | readonly string[]>> = {}) => {
    const query = new URLSearchParams(
      Object.entries(params).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
    );
    const response = await fetch(`${apiUrl}${path}${query.size > 0 ? `?${query}` : ''}`, {
      dispatcher,
      headers: { authorization, accept: 'application/json' },
    });
    if (!response.ok) {
      throw new Error(`authentik answered ${response.status}`);
    }
    return (await response.json()) as Body;
  };
}
