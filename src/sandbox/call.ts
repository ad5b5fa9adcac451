import type { UserRow } from './dataset.ts';
import type { Store } from './store.ts';

/** One request that reached a view: who asks (undefined: nobody), the query and the keys taken from the path. */
export type Call = {
  readonly store: Store;
  readonly caller: UserRow | undefined;
  readonly query: URLSearchParams;
  readonly keys: Readonly<Record<string, string>>;
};

/** What a view answers with 200: the JSON body and how many rows were serialised for it. */
export type Answer = { readonly body: unknown; readonly rows: number };

/** The last value of a query parameter, as Django's `QueryDict.get` answers it. */
export function lastValue(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1);
}

/** An `include_…` switch: whatever is not `true` (in any case) means false; `standard` is what its absence means. */
export function isIncluded(query: URLSearchParams, name: string, standard: boolean): boolean {
  return (lastValue(query, name) ?? String(standard)).toLowerCase() === 'true';
}
