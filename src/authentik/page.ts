import { z } from 'zod';
import { createBadResponseError, createNotFoundError } from './to-error.ts';

/** One page of an authentik list. `count` is the rows of the whole list, `startIndex` the 1-based place of the first row here (0: none). */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
  readonly startIndex: number;
}

/** The zod shape of an authentik list whose rows have the shape `row`; `autocomplete` and page numbers are left out. */
export function pageShape<Row>(row: z.ZodType<Row>): z.ZodType<Page<Row>> {
  const json = z.object({
    pagination: z.object({ count: z.int32().nonnegative(), start_index: z.int32().nonnegative() }),
    results: z.array(row),
  });
  return json.transform(({ pagination, results }) => ({
    rows: results,
    count: pagination.count,
    startIndex: pagination.start_index,
  }));
}

/**
 * The answer to a request for one object, held against the key it was asked for.
 * @throws GatewayError `UPSTREAM_BAD_RESPONSE` when it is another object
 */
export function checkKey<Row>(row: Row, isRow: (row: Row) => boolean): Row {
  return pickRow({ rows: [row], count: 1, startIndex: 1 }, isRow);
}

/**
 * The one row of a list filtered by a unique key. authentik ignores filters it does not know and answers every row,
 * so what comes back is held against the key.
 * @throws GatewayError `NOT_FOUND` for an empty page, `UPSTREAM_BAD_RESPONSE` when other rows came
 */
export function pickRow<Row>(page: Page<Row>, isRow: (row: Row) => boolean): Row {
  const row = page.rows.find(isRow);
  if (row === undefined) {
    throw page.rows.length === 0
      ? createNotFoundError()
      : createBadResponseError(new TypeError('expected the row asked for, but got: others'));
  }
  return row;
}

/** Hands every row of a page to `remember` and answers the page. */
export function rememberPage<Row>(page: Page<Row>, remember: (row: Row) => unknown): Page<Row> {
  for (const row of page.rows) {
    remember(row);
  }
  return page;
}
