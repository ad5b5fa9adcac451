import type { UserRow } from './dataset.ts';
import type { Release } from './release.ts';
import type { Store } from './store.ts';

/** One request that reached a view: who asks (undefined: nobody), the query and the keys taken from the path. */
export type Call = {
  readonly store: Store;
  readonly release: Release;
  readonly caller: UserRow | undefined;
  readonly query: URLSearchParams;
  readonly keys: Readonly<Record<string, string>>;
  /** The JSON of the body, `{}` when there is none. @throws Refusal 400 or 415; so permissions are checked before. */
  readonly data: () => unknown;
  readonly now: Date;
  /** Where the caller believes to be, such as `http://localhost:9000`; links are built from it. */
  readonly origin: string;
};

/** A body of no bytes and no content type, as after a deletion. */
export const NOTHING = Symbol('nothing');

/** What a view answers, with 200 unless it says otherwise: the JSON body and how many rows were serialised for it. */
export type Answer = { readonly status?: number; readonly body: unknown; readonly rows: number };

/** 204, as authentik answers when there is nothing to say. */
export const DONE: Answer = { status: 204, body: NOTHING, rows: 0 };

/** The last value of a query parameter, as Django's `QueryDict.get` answers it. */
export function lastValue(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1);
}

/** An `include_…` switch: whatever is not `true` (in any case) means false; `standard` is what its absence means. */
export function isIncluded(query: URLSearchParams, name: string, standard: boolean): boolean {
  return (lastValue(query, name) ?? String(standard)).toLowerCase() === 'true';
}
