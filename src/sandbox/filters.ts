import { FieldProblem } from './field-problem.ts';
import { Refusal } from './refusal.ts';
import type { Release } from './release.ts';
import type { Store } from './store.ts';
import { readTime } from './time.ts';
import { readUuid } from './uuid.ts';

/** Leaves the rows that pass. */
type Narrow<Row> = (rows: readonly Row[]) => readonly Row[];

/**
 * Reads the values of one query parameter; undefined means that they filter nothing.
 * Throws FieldProblem for a value authentik answers with 400.
 */
export type Filter<Row> = (values: readonly string[], store: Store, release: Release) => Narrow<Row> | undefined;

/** The filters of a list by parameter name. A parameter that is not named here is ignored, as authentik does. */
export type Filters<Row> = Readonly<Record<string, Filter<Row>>>;

/**
 * Applies the filters the query names.
 * @throws Refusal 400 `{"parameter": ["sentence"]}` naming every bad parameter.
 */
export function applyFilters<Row>(
  rows: readonly Row[],
  filters: Filters<Row>,
  { query, store, release }: { readonly query: URLSearchParams; readonly store: Store; readonly release: Release },
): readonly Row[] {
  const problems: Record<string, readonly string[]> = {};
  const narrows: Narrow<Row>[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    try {
      const narrow = query.has(name) ? filter(query.getAll(name), store, release) : undefined;
      if (narrow) narrows.push(narrow);
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      problems[name] = error.sentences;
    }
  }
  if (Object.keys(problems).length > 0) throw new Refusal(400, problems);
  return narrows.reduce<readonly Row[]>((left, narrow) => narrow(left), rows);
}

/** Exact, case-sensitive text; white space around the value and an empty value count for nothing. */
export function exactText<Row>(read: (row: Row) => string | null): Filter<Row> {
  return text((row, value) => read(row) === value);
}

/** The beginning of a text, case-sensitive. */
export function startOfText<Row>(read: (row: Row) => string): Filter<Row> {
  return text((row, value) => read(row).startsWith(value));
}

function text<Row>(test: (row: Row, value: string) => boolean): Filter<Row> {
  return single((value) => {
    if (value.includes('\u0000')) throw new FieldProblem('Null characters are not allowed.');
    return (row: Row) => test(row, value);
  });
}

/** `true` or `false` in any case; every other value is ignored. */
export function boolean<Row>(read: (row: Row, store: Store) => boolean): Filter<Row> {
  return (values, store) => {
    const value = values.at(-1)?.toLowerCase();
    if (value !== 'true' && value !== 'false') return undefined;
    return (rows) => rows.filter((row) => read(row, store) === (value === 'true'));
  };
}

/** As `boolean`, but tests each related row by itself: a row comes once for each that passes, as authentik's joins do. */
export function booleanOfEach<Row>(read: (row: Row, store: Store) => readonly boolean[]): Filter<Row> {
  return (values, store) => {
    const value = values.at(-1)?.toLowerCase();
    if (value !== 'true' && value !== 'false') return undefined;
    return (rows) =>
      rows.flatMap((row) => read(row, store).flatMap((one) => (one === (value === 'true') ? [row] : [])));
  };
}

/** A UUID in any form Python reads. */
export function uuid<Row>(read: (row: Row) => string): Filter<Row> {
  return single((value) => {
    const wanted = readUuid(value);
    if (wanted === undefined) throw new FieldProblem('Enter a valid UUID.');
    return (row: Row) => read(row) === wanted;
  });
}

/** A moment, compared by microseconds. `isMatch` gets the row's time and the wanted one; a row without time is left out. */
export function moment<Row>(
  read: (row: Row) => string | null,
  isMatch: (time: number, wanted: number) => boolean,
): Filter<Row> {
  return single((value) => {
    const wanted = readTime(value);
    if (wanted === undefined) throw new FieldProblem('Enter a valid date/time.');
    return (row: Row) => {
      const time = readTime(read(row) ?? '');
      return time !== undefined && isMatch(time, wanted);
    };
  });
}

/** The three filters of a time: exact, `__gt` and `__lt`. */
export function momentRange<Row>(name: string, read: (row: Row) => string | null): Filters<Row> {
  return {
    [name]: moment(read, (time, wanted) => time === wanted),
    [`${name}__gt`]: moment(read, (time, wanted) => time > wanted),
    [`${name}__lt`]: moment(read, (time, wanted) => time < wanted),
  };
}

function single<Row>(read: (value: string) => (row: Row) => boolean): Filter<Row> {
  return (values) => {
    const value = values.at(-1)?.trim();
    if (!value) return undefined;
    const test = read(value);
    return (rows) => rows.filter(test);
  };
}
