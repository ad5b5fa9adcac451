import { compareText } from './compare.ts';
import { compareJson, type Json } from './jsonb.ts';
import { crash } from './refusal.ts';
import type { Store } from './store.ts';
import { readTime } from './time.ts';

type Value = Json | undefined;

/** The values by which a row is ordered. More than one repeats the row, once for each, as authentik's joins do. */
export type Ordering<Row> = (row: Row, store: Store) => readonly Value[];

/**
 * The orderings of a list by name. A name that is not here is ignored, as authentik does; `crash` is one that authentik
 * accepts and then breaks on.
 */
export type Orderings<Row> = Readonly<Record<string, Ordering<Row> | 'crash'>>;

type Term<Row> = { readonly read: Ordering<Row>; readonly isDescending: boolean };
type Entry<Row> = { readonly row: Row; readonly values: readonly Value[] };

/** Orders rows by a comma list of names, `-` for descending; without any valid name by `standard`. Nothing is largest. */
export function applyOrdering<Row>(
  rows: readonly Row[],
  orderings: Orderings<Row>,
  { store, wanted, standard }: { readonly store: Store; readonly wanted: string; readonly standard: string },
): readonly Row[] {
  const asked = readTerms(wanted, orderings);
  const terms = asked.length > 0 ? asked : readTerms(standard, orderings);
  let entries: Entry<Row>[] = rows.map((row) => ({ row, values: [] }));
  for (const { read } of terms) {
    entries = entries.flatMap(({ row, values }) =>
      read(row, store).map((value) => ({ row, values: [...values, value] })),
    );
  }
  return entries.sort((a, b) => compareEntries(a, b, terms)).map(({ row }) => row);
}

function readTerms<Row>(text: string, orderings: Orderings<Row>): Term<Row>[] {
  return text.split(',').flatMap((part) => {
    const term = part.trim();
    const isDescending = term.startsWith('-');
    const name = isDescending ? term.slice(1) : term;
    const read = Object.hasOwn(orderings, name) ? orderings[name] : undefined;
    if (read === 'crash') throw crash();
    return read ? [{ read, isDescending }] : [];
  });
}

function compareEntries<Row>(a: Entry<Row>, b: Entry<Row>, terms: readonly Term<Row>[]): number {
  for (const [index, { isDescending }] of terms.entries()) {
    const difference = compareValues(a.values[index], b.values[index]);
    if (difference !== 0) return isDescending ? -difference : difference;
  }
  return 0;
}

// PostgreSQL: null is larger than every value, so it comes last ascending and first descending.
function compareValues(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return compareJson(a, b);
}

/** By one plain value: text by code point, numbers, false before true, JSON as jsonb; null is nothing. */
export function by<Row>(read: (row: Row, store: Store) => string | number | boolean | null): Ordering<Row> {
  return (row, store) => [read(row, store) ?? undefined];
}

/** By a JSON value in PostgreSQL's jsonb order. */
export function byJson<Row>(read: (row: Row) => Json): Ordering<Row> {
  return (row) => [read(row)];
}

/** By a moment; null is nothing. */
export function byTime<Row>(read: (row: Row) => string | null): Ordering<Row> {
  return (row) => [readTime(read(row) ?? '')];
}

/** By each of many related keys: a row comes once for every key, and once when it has none. */
export function byEach<Row>(read: (row: Row, store: Store) => readonly (string | number)[]): Ordering<Row> {
  return (row, store) => {
    const keys = read(row, store);
    return keys.length > 0 ? keys : [undefined];
  };
}
