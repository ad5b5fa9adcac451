import type { Answer, Call } from './call.ts';
import { mayOn } from './permissions.ts';
import { findRow, type Resource, rowsOf, visibleRows } from './resource.ts';

/** One row that refers to an object, and the permission a caller needs to be told of it. */
export type Use = {
  readonly permission: string;
  readonly app: string;
  readonly model_name: string;
  readonly pk: string;
  readonly name: string;
  readonly action: 'cascade_many' | 'set_null';
};

/** Everything that refers to an object and that the caller may view; no paging, no filters, no search. */
export function listUses<Row>(
  resource: Resource<Row>,
  usesOf: (row: Row, call: Call) => readonly Use[],
): (call: Call) => Answer {
  return (call) => {
    const row = findRow(resource, call, visibleRows(resource, call, rowsOf(resource, call)));
    const { store, caller } = call;
    const uses = usesOf(row, call).filter((use) => caller && mayOn(store, caller, use));
    return { body: uses.map(({ permission: _, ...shown }) => shown), rows: uses.length };
  };
}
