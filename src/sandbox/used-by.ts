import type { Answer, Call } from './call.ts';
import { isSuperuser, mayOn } from './permissions.ts';
import { crash } from './refusal.ts';
import { findRow, type Resource, visibleRows } from './resource.ts';

/** One row that refers to an object, and the permission a caller needs to be told of it. */
export type Use = {
  readonly permission: string;
  readonly app: string;
  readonly model_name: string;
  readonly pk: string;
  readonly name: string;
  readonly action: 'cascade' | 'cascade_many' | 'set_null';
};

/** Everything that refers to an object and that the caller may view; no paging, no filters, no search. */
export function listUses<Row>(
  resource: Resource<Row>,
  usesOf: (row: Row, call: Call) => readonly Use[],
): (call: Call) => Answer {
  return (call) => {
    const { store, caller, release } = call;
    const { ownerOf: _, ...unowned } = resource;
    const seen = release.usedBy.ownersAreTold ? resource : unowned;
    const row = findRow(resource, call, visibleRows(seen, call, resource.rows(call)));
    const all = usesOf(row, call);
    const isOther = !caller || !isSuperuser(store, caller);
    if (release.usedBy.breaksForOthers && isOther && all.length > 0) throw crash();
    const uses = all.filter((use) => caller && mayOn(store, caller, use));
    return { body: uses.map(({ permission: _, ...shown }) => shown), rows: uses.length };
  };
}
