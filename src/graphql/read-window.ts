import type { Page } from '../authentik/page.ts';
import { createBadResponseError } from '../authentik/to-error.ts';
import { type PageRequest, type Slice, toPages, toWindowFromEnd, type Window } from './window.ts';

/** Asks for one upstream page, by number or the last one; `undefined` means past the end. */
export type GetPage<Row> = (
  request: PageRequest | { readonly page: 'last'; readonly pageSize: number },
) => Promise<Page<Row> | undefined>;

/** The rows of a window and where they stand. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  /** 0-based place of the first row in the whole list. */
  readonly offset: number;
  /** Rows of the whole list, where a page has told; past the end upstream tells nothing. */
  readonly count: number | undefined;
  readonly isPastEnd: boolean;
}

/** Reads the rows that `slice` asks for in as few pages as can be. Errors of `getPage` are passed on. */
export async function readSlice<Row>(slice: Slice, getPage: GetPage<Row>): Promise<Rows<Row>> {
  if (!slice.fromEnd) {
    return readWindow({ offset: slice.start, limit: slice.end - slice.start }, getPage);
  }
  if (slice.end === undefined) {
    return readLast(slice.size, slice.start, getPage);
  }
  const window = toWindowFromEnd(slice.size, slice.start, slice.end);
  const rows = await readWindow(window, getPage);
  // The cursor may point behind the end of a list that has shrunk: then the last rows there are.
  const isShort = rows.isPastEnd || (rows.count !== undefined && rows.count < slice.end);
  return isShort ? readLast(slice.size, slice.start, getPage) : rows;
}

async function readWindow<Row>(window: Window, getPage: GetPage<Row>, maxPageSize?: number): Promise<Rows<Row>> {
  const requests = toPages(window, maxPageSize);
  const pages = await Promise.all(requests.map(getPage));
  const sizes = requests.map((request, index) => toActualSize(request, pages[index]));
  const clampedTo = sizes.find((size, index) => size !== requests[index]?.pageSize);
  if (clampedTo !== undefined && maxPageSize === undefined) {
    return readWindow(window, getPage, clampedTo);
  }
  if (clampedTo !== undefined) {
    throw createBadResponseError(new RangeError(`expected pages of ${maxPageSize} rows, but got: ${clampedTo}`));
  }
  const end = window.offset + window.limit;
  const rows = pages.flatMap((page) => (page ? cutPage(page, window.offset, end) : []));
  const count = pages.find((page) => page !== undefined)?.count;
  return { rows, offset: window.offset, count, isPastEnd: requests.length > 0 && !pages[0] };
}

// The last page holds what is left over; when that is less than asked for, the page before it holds the rest.
async function readLast<Row>(size: number, start: number, getPage: GetPage<Row>): Promise<Rows<Row>> {
  const last = await getPage({ page: 'last', pageSize: size });
  if (!last || last.count === 0) {
    return { rows: [], offset: 0, count: last?.count ?? 0, isPastEnd: false };
  }
  const { offset, limit } = toWindowFromEnd(size, start, last.count);
  const lastOffset = last.startIndex - 1;
  if (limit === 0 || offset >= lastOffset) {
    return {
      rows: limit === 0 ? [] : last.rows.slice(offset - lastOffset),
      offset,
      count: last.count,
      isPastEnd: false,
    };
  }
  const rest = await readWindow({ offset, limit: lastOffset - offset }, getPage);
  return { ...rest, rows: [...rest.rows, ...last.rows] };
}

// How many rows a page of this answer has. From 2025.12 on a tenant's maximum page size silently replaces a larger one:
// the rows then start somewhere else, or are fewer than there should be. Anything else that does not add up is refused,
// for rows would be lost or doubled without a word.
function toActualSize({ page, pageSize }: PageRequest, answer: Page<unknown> | undefined): number {
  if (!answer) {
    return pageSize;
  }
  const { rows, count, startIndex } = answer;
  const size =
    page > 1
      ? (startIndex - 1) / (page - 1)
      : Math.min(pageSize, rows.length < Math.min(pageSize, count) ? rows.length : pageSize);
  const isEmptyList = count === 0 && rows.length === 0;
  if (
    !isEmptyList &&
    (!Number.isInteger(size) ||
      size < 1 ||
      size > pageSize ||
      startIndex !== (page - 1) * size + 1 ||
      rows.length > size ||
      rows.length === 0)
  ) {
    throw createBadResponseError(
      new RangeError(
        `expected page ${page} of ${pageSize} rows, but got: ${rows.length} from ${startIndex} of ${count}`,
      ),
    );
  }
  return isEmptyList ? pageSize : size;
}

function cutPage<Row>(page: Page<Row>, start: number, end: number): readonly Row[] {
  const first = page.startIndex - 1;
  return page.rows.slice(Math.max(0, start - first), Math.max(0, end - first));
}
