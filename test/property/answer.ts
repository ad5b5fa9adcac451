import { z } from 'zod';

const answerShape = z.object({
  data: z.json().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.json()),
      }),
    )
    .default([]),
});

/** A GraphQL answer. */
export type Answer = z.output<typeof answerShape>;

/** Where a value stands in the data. */
export type Path = readonly (string | number)[];

/** Reads an answer's bytes. */
export function parseAnswer(text: string): Answer {
  return answerShape.parse(JSON.parse(text));
}

/** The value at a path, or the null that ends it early; `undefined` where there is nothing. */
export function valueAt(data: unknown, path: Path): unknown {
  let value: unknown = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    value = new Map(Object.entries(value)).get(String(step));
  }
  return value;
}

/**
 * An answer without what GraphQL leaves open: errors come in the order in which requests fail, and of several fields that
 * fail below one null, each with a request of its own or all with the same, the specification wants one error at least.
 * So errors are a set, each at the null that it left. The data are not touched.
 */
export function toComparable({ data, errors }: Answer): string {
  const places = errors.map(({ message, path, extensions }) =>
    JSON.stringify([path && toNull(data, path), message, extensions]),
  );
  return JSON.stringify([data, [...new Set(places)].sort()]);
}

// The beginning of the path down to the null.
function toNull(data: unknown, path: Path): Path {
  const depth = path.findIndex((_, index) => valueAt(data, path.slice(0, index)) === null);
  return depth === -1 ? path : path.slice(0, depth);
}
