import { FieldProblem } from './field-problem.ts';
import type { Filter } from './filters.ts';
import type { Store } from './store.ts';

/** One of a fixed set of words. */
export function choice<Row>(choices: readonly string[], read: (row: Row) => string): Filter<Row> {
  return (values) => {
    const value = values.at(-1);
    if (!value) return undefined;
    if (!choices.includes(value)) throw invalidChoice(value);
    return (rows) => rows.filter((row) => read(row) === value);
  };
}

/** Repeated parameters, ORed: each value must be known, or the whole request is refused. `check` may refuse earlier. */
export function anyOf<Row>(of: {
  readonly known: (store: Store) => Iterable<string>;
  readonly read: (row: Row, store: Store) => readonly string[];
  readonly check?: (value: string) => void;
}): Filter<Row> {
  return (values, store) => {
    const known = new Set(of.known(store));
    for (const value of values) of.check?.(value);
    for (const value of values) if (!known.has(value)) throw invalidChoice(value);
    const wanted = new Set(values);
    return (rows) => rows.filter((row) => of.read(row, store).some((value) => wanted.has(value)));
  };
}

/** The primary key of one row of another kind, which must be there. */
export function theOne<Row, Other>(of: {
  readonly find: (value: string, store: Store) => Other | undefined;
  readonly test: (row: Row, other: Other, store: Store) => boolean;
}): Filter<Row> {
  return (values, store) => {
    const value = values.at(-1)?.trim();
    if (!value) return undefined;
    const other = of.find(value, store);
    if (other === undefined) throw invalidChoice('That choice');
    return (rows) => rows.filter((row) => of.test(row, other, store));
  };
}

function invalidChoice(value: string): FieldProblem {
  return new FieldProblem(`Select a valid choice. ${value} is not one of the available choices.`);
}
