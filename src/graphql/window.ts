import { createInputError } from '../errors.ts';

/** Rows `offset` to `offset + limit - 1` of a list, counted from 0. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
}

/** One upstream page: 1-based number and rows per page. */
export interface PageRequest {
  readonly page: number;
  readonly pageSize: number;
}

/** The four Relay arguments with cursors already read as row offsets; absent and null are the same. */
export interface WindowArgs {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  /** Offset of the row that `after` points at. */
  readonly after?: number | undefined;
  /** Offset of the row that `before` points at. */
  readonly before?: number | undefined;
}

/**
 * What the arguments ask for. `end` (exclusive) is unknown when counting from the end of the list;
 * `fromEnd` says that the window must be moved back if the list turns out to be shorter than `end`.
 */
export type Slice =
  | { readonly fromEnd: false; readonly start: number; readonly end: number }
  | { readonly fromEnd: true; readonly size: number; readonly start: number; readonly end: number | undefined };

/** Rows one page can have: authentik's own maximum from 2025.12 on, ours for every release. */
export const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 20;

/**
 * Reads the paging arguments.
 * @throws GatewayError `BAD_USER_INPUT` for `first` and `last` together or outside 1 to 100
 */
export function parseSlice(args: WindowArgs): Slice {
  const start = args.after === undefined ? 0 : args.after + 1;
  if (typeof args.last === 'number') {
    if (typeof args.first === 'number') {
      throw createInputError(['last'], 'May not be used together with "first".');
    }
    return { fromEnd: true, size: checkSize('last', args.last), start, end: args.before };
  }
  const size = checkSize('first', args.first ?? DEFAULT_PAGE_SIZE);
  return {
    fromEnd: false,
    start,
    end: Math.max(start, Math.min(start + size, args.before ?? Number.POSITIVE_INFINITY)),
  };
}

/** The last `size` rows between `start` and `end`. */
export function toWindowFromEnd(size: number, start: number, end: number): Window {
  const offset = Math.max(start, end - size);
  return { offset, limit: Math.max(0, end - offset) };
}

/** The rows that a slice comes to in a list of `count` rows; an empty window behind the end keeps its offset. */
export function toWindow(slice: Slice, count: number): Window {
  if (slice.fromEnd) {
    return toWindowFromEnd(slice.size, slice.start, Math.min(slice.end ?? count, count));
  }
  return { offset: slice.start, limit: Math.max(0, Math.min(slice.end, count) - slice.start) };
}

/**
 * The fewest upstream pages that cover a window: one page of the smallest fitting size if any size up to `maxPageSize`
 * fits (page numbers times page size must line up with the offset), else consecutive pages of one size. None for an empty window.
 */
export function toPages({ offset, limit }: Window, maxPageSize: number = MAX_PAGE_SIZE): readonly PageRequest[] {
  const lastRow = offset + limit - 1;
  if (limit < 1) {
    return [];
  }
  for (let pageSize = limit; pageSize <= maxPageSize; pageSize += 1) {
    if (Math.floor(offset / pageSize) === Math.floor(lastRow / pageSize)) {
      return [{ page: Math.floor(offset / pageSize) + 1, pageSize }];
    }
  }
  const pageSize = Math.min(limit, maxPageSize);
  const firstPage = Math.floor(offset / pageSize) + 1;
  const pages = Math.floor(lastRow / pageSize) + 2 - firstPage;
  return Array.from({ length: pages }, (_, index) => ({ page: firstPage + index, pageSize }));
}

function checkSize(name: string, size: number): number {
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
    throw createInputError([name], `Must be 1 to ${MAX_PAGE_SIZE}.`);
  }
  return size;
}
