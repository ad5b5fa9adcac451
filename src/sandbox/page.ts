import { lastValue } from './call.ts';
import { refuse } from './refusal.ts';

/** The numbers of a page, as authentik answers them: `next` and `previous` are 0 at the ends, never null. */
export type PaginationJson = {
  readonly next: number;
  readonly previous: number;
  readonly count: number;
  readonly current: number;
  readonly total_pages: number;
  readonly start_index: number;
  readonly end_index: number;
};

type PageSize = { readonly standard: number; readonly maximum: number };

/**
 * The page a query asks for among `count` rows. The rows of the page are `start_index` (from 1) to `end_index`.
 * A size beyond the maximum is cut without a word. @throws Refusal 404 `Invalid page.` for 0, below, beyond the last page, or anything but a number and `last`.
 */
export function readPage(query: URLSearchParams, count: number, pageSize: PageSize): PaginationJson {
  const size = readInteger(lastValue(query, 'page_size') ?? '');
  const rows = Math.min(size !== undefined && size > 0 ? size : pageSize.standard, pageSize.maximum);
  const total = Math.max(1, Math.ceil(count / rows));
  const text = lastValue(query, 'page') || '1';
  const current = text === 'last' ? total : readInteger(text);
  if (current === undefined || current < 1 || current > total) throw refuse(404, 'Invalid page.');
  return {
    next: current < total ? current + 1 : 0,
    previous: current - 1,
    count,
    current,
    total_pages: total,
    start_index: count === 0 ? 0 : (current - 1) * rows + 1,
    end_index: Math.min(count, current * rows),
  };
}

/** An integer as Python's `int` reads it (sign, white space around, `_` between digits), or undefined. */
export function readInteger(text: string): number | undefined {
  return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
}
