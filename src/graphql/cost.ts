/**
 * What a request costs on a real authentik, in milliseconds (2025.10.0-rc1, 300 users, 2 workers; medians): the choice
 * between one list and many single reads is made by this model, so that it is the same wherever the gateway runs.
 */
const REQUEST_MS = 80;
const REQUEST_AMONG_MANY_MS = 48;

/** Milliseconds that one more row of a list costs, by what the rows are. */
export const ROW_MS = { token: 12, user: 8, group: 4 } as const;

/** The cost of reading `count` objects one by one, several at a time. */
export function costOfSingles(count: number): number {
  return count <= 1 ? count * REQUEST_MS : count * REQUEST_AMONG_MANY_MS;
}

/** The cost of reading `rows` rows in `requests` lists, one after the other. */
export function costOfLists(requests: number, rows: number, rowMs: number): number {
  return requests * REQUEST_MS + rows * rowMs;
}
