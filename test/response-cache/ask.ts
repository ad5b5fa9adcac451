import type { TestGateway } from '../support/gateway.ts';

/** A request, as somebody sends it. */
export interface Asked {
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What of an answer the cache has to do with. */
export interface Told {
  readonly status: number;
  readonly data: unknown;
  readonly codes: readonly string[] | undefined;
  /** `Cache-Status` without who says it and without numbers; `null` where there is none. */
  readonly cache: string | null;
  readonly headers: Headers;
  readonly extensions: { readonly upstream?: Readonly<Record<string, number>> } | undefined;
  readonly text: string;
}

/** Asks one thing over the wire. */
export async function ask({ url }: Pick<TestGateway, 'url'>, asked: Asked | string): Promise<Told> {
  const { headers = {}, key = 'key-admin', ...body } = typeof asked === 'string' ? { query: asked } : asked;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const { data, errors, extensions } = JSON.parse(text);
  return {
    status: response.status,
    data,
    codes: errors?.map((error: { readonly extensions: { readonly code: string } }) => error.extensions.code),
    cache:
      response.headers
        .get('cache-status')
        ?.replace(/^authentik-graphql-gateway; /, '')
        .replace(/ttl=\d+/, 'ttl') ?? null,
    headers: response.headers,
    extensions,
    text,
  };
}

/** What answers say of the cache, asked one after another. */
export async function statusesOf(
  gateway: Pick<TestGateway, 'url'>,
  all: readonly (Asked | string)[],
): Promise<(string | null)[]> {
  const statuses: (string | null)[] = [];
  for (const asked of all) {
    statuses.push((await ask(gateway, asked)).cache);
  }
  return statuses;
}

/** Keeps answers for as long as may be, so that no test depends on time. */
export const CACHED = { responseCacheMs: 300_000 };
/** Looked for and now kept. */
export const STORED = 'fwd=miss; stored';
/** Given from what was kept. */
export const HIT = 'hit; ttl';
