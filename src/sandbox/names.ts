/** A set of names: fields, parameters or orderings that a release has. */
export type Names = ReadonlySet<string>;

type Change = { readonly add?: readonly string[]; readonly drop?: readonly string[] };

/** Sets of names by what they belong to, as one release after another states only what it changes. */
export function change<Key extends string>(
  previous: Readonly<Record<Key, Names>>,
  changes: Readonly<Partial<Record<Key, Change>>>,
): Readonly<Record<Key, Names>> {
  const next: Record<Key, Names> = { ...previous };
  for (const key in changes) {
    const { add = [], drop = [] } = changes[key] ?? {};
    next[key] = new Set([...next[key], ...add].filter((name) => !drop.includes(name)));
  }
  return next;
}

/** The names written in a text, separated by white space. */
export function names(text: string): Names {
  return new Set(text.trim().split(/\s+/));
}

/** The entries of a table whose names are among those given, in the order of the table. */
export function only<Value>(table: Readonly<Record<string, Value>>, known: Names): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(table).filter(([name]) => known.has(name)));
}
