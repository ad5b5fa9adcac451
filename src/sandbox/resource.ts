import { type Answer, type Call, lastValue } from './call.ts';
import { applyFilters, type Filters } from './filters.ts';
import { only } from './names.ts';
import { applyOrdering, type Orderings } from './ordering.ts';
import { readPage } from './page.ts';
import { mayEverywhere } from './permissions.ts';
import { crash, forbidden, refuse } from './refusal.ts';
import type { Model } from './release.ts';
import { applySearch } from './search.ts';

/** How one kind of row is listed, found and shown: the tables behind its list and object endpoints. */
export type Resource<Row> = {
  /** The model's name in `No … matches the given query.` */
  readonly noun: string;
  /** Its name in permissions, such as `view_user`, and in the tables of a release. */
  readonly model: Model;
  /** The rows the view starts from, before any permission. */
  readonly rows: (call: Call) => readonly Row[];
  /** The pk of the user a row belongs to, for models whose owners always see their own rows. */
  readonly ownerOf?: (row: Row) => number;
  /** The primary key as text, as object permissions name it. */
  readonly pkOf: (row: Row) => string;
  readonly searchTexts: (row: Row, call: Call) => readonly string[];
  /** Those of all releases; each has some of them, and so with the orderings. */
  readonly filters: Filters<Row>;
  readonly orderings: Orderings<Row>;
  readonly standardOrdering: string;
  /** Turns the key of an object's path into a test; undefined when it cannot be such a key. */
  readonly readKey: (key: string) => ((row: Row) => boolean) | undefined;
  readonly toJson: (row: Row, call: Call) => unknown;
};

type Queried<Row> = { readonly count: number; readonly rows: readonly Row[] };

/** A page of the rows the caller may see. @throws Refusal as the filters, permissions and pages do. */
export function listRows<Row>(resource: Resource<Row>, call: Call): Answer {
  const { release } = call;
  const { count, rows } = queryRows(resource, call);
  const pagination = readPage(call.query, count, release.pageSize);
  const page = rows.slice(Math.max(0, pagination.start_index - 1), pagination.end_index);
  const results = page.map((row) => resource.toJson(row, call));
  const autocomplete = release.autocomplete[resource.model] ?? {};
  return { body: only({ pagination, results, autocomplete }, release.fields.list), rows: results.length };
}

/** One object, which must pass the search and the filters of the query too. @throws Refusal 404, 403 or 400. */
export function showRow<Row>(resource: Resource<Row>, call: Call): Answer {
  const row = findRow(resource, call, queryRows(resource, call).rows);
  return { body: resource.toJson(row, call), rows: 1 };
}

/**
 * The rows a query leaves, in authentik's order of steps: search (in some releases last), permission, filters, ordering.
 * So a search without a hit may be 403 for a caller who sees only single objects, and a filter without a hit is an empty
 * list. An ordering by many related rows repeats a row in `rows`, but not in `count`.
 */
export function queryRows<Row>(resource: Resource<Row>, call: Call): Queried<Row> {
  const { release, query, store } = call;
  const terms = release.search.split(lastValue(query, 'search') ?? '');
  const search = (rows: readonly Row[]) => applySearch(rows, terms, (row) => resource.searchTexts(row, call));
  const all = resource.rows(call);
  const visible = visibleRows(resource, call, release.search.isFirst ? search(all) : all);
  const narrowed = applyFilters(visible, only(resource.filters, release.filters[resource.model]), call);
  const filtered = release.search.isFirst ? narrowed : search(narrowed);
  const wanted = lastValue(query, 'ordering') ?? '';
  const orderings = only(resource.orderings, release.orderings[resource.model]);
  const rows = applyOrdering(filtered, orderings, { store, wanted, standard: resource.standardOrdering });
  return { count: filtered.length, rows };
}

/** Those of `rows` the caller may see. @throws Refusal 403 when none is left, 500 for nobody's own rows. */
export function visibleRows<Row>(resource: Resource<Row>, call: Call, rows: readonly Row[]): readonly Row[] {
  const { store, caller } = call;
  if (caller && mayEverywhere(store, caller, `view_${resource.model}`)) return rows;
  const { ownerOf, pkOf } = resource;
  if (ownerOf) {
    // authentik compares the owner with AnonymousUser and breaks.
    if (!caller) throw crash();
    return rows.filter((row) => ownerOf(row) === caller.pk);
  }
  const granted = caller ? store.objectsOf(caller, `view_${resource.model}`) : new Set<string>();
  const visible = rows.filter((row) => granted.has(pkOf(row)));
  if (visible.length === 0 && caller?.type !== 'internal_service_account') throw forbidden();
  return visible;
}

/** The row the path names among `rows`. @throws Refusal 404. */
export function findRow<Row>(resource: Resource<Row>, call: Call, rows: readonly Row[]): Row {
  const isIt = resource.readKey(call.keys.key ?? '');
  if (!isIt) throw refuse(404, 'Not found.');
  const row = rows.find(isIt);
  if (row === undefined) throw refuse(404, call.release.sayNotThere(resource.noun));
  return row;
}
