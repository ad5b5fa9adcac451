import type { Call } from './call.ts';
import { mayEverywhere, mayOn } from './permissions.ts';
import { forbidden, notAuthenticated, type Refusal } from './refusal.ts';
import { findRow, queryRows, type Resource } from './resource.ts';

/**
 * The object of a PUT, PATCH or DELETE: one that the caller sees, that passes the query's filters, and that the caller
 * owns or may change or delete.
 * @throws Refusal 404, 403 or 400.
 */
export function findWritable<Row>(resource: Resource<Row>, call: Call, action: 'change' | 'delete'): Row {
  const row = findRow(resource, call, queryRows(resource, call).rows);
  if (!isOwned(resource, call, row) && !may(resource, call, { permission: `${action}_${resource.model}`, row })) {
    throw denied(call);
  }
  return row;
}

/**
 * The object of an action such as `set_key`. Unless told `among` which rows it must be, neither filters nor the lack of
 * view permissions hide it. Besides its own permission
 * a POST needs to be allowed to add such objects, or the ownership of this one: a side effect of DRF's defaults, which
 * authentik takes away from some actions (`isOpen`).
 * @throws Refusal 404 or 403.
 */
export function findForAction<Row>(
  resource: Resource<Row>,
  call: Call,
  { permission, isOpen = false, among }: Action<Row>,
): Row {
  const row = findRow(resource, call, among ?? resource.rows(call));
  const canPost =
    isOpen || isOwned(resource, call, row) || may(resource, call, { permission: `add_${resource.model}`, row });
  if (!canPost || !may(resource, call, { permission, row })) throw denied(call);
  return row;
}

type Action<Row> = { readonly permission: string; readonly isOpen?: boolean; readonly among?: readonly Row[] };

/** @throws Refusal 403 unless the caller holds all of these permissions everywhere. */
export function demandEverywhere({ store, caller }: Call, permissions: readonly string[]): void {
  if (!caller) throw notAuthenticated();
  if (!permissions.every((permission) => mayEverywhere(store, caller, permission))) throw forbidden();
}

function may<Row>(
  resource: Resource<Row>,
  { store, caller }: Call,
  { permission, row }: { readonly permission: string; readonly row: Row },
): boolean {
  return caller !== undefined && mayOn(store, caller, { permission, pk: resource.pkOf(row) });
}

function isOwned<Row>(resource: Resource<Row>, { caller }: Call, row: Row): boolean {
  return caller !== undefined && resource.ownerOf?.(row) === caller.pk;
}

function denied({ caller }: Call): Refusal {
  return caller ? forbidden() : notAuthenticated();
}
