import type { Params } from '../authentik/client.ts';
import type { Progress } from './read-list.ts';
import { MAX_PAGE_SIZE } from './window.ts';

/**
 * Reads a list, whole or until it is enough. Answers false when it is longer than the operation may still ask for (then only
 * its first page is read), or changed meanwhile: what has not come may exist all the same. Pages are as long as authentik
 * makes them, which is up to the tenant.
 */
export async function readPages<Key, Value>(
  params: Params,
  { run, results }: Progress<Key, Value>,
  isEnough: () => boolean = () => false,
): Promise<boolean> {
  for (let page = 1, read = 0, total = 0; ; page += 1) {
    const paging = { ...(page === 1 ? {} : { page: String(page) }), page_size: String(MAX_PAGE_SIZE) };
    const { rows, count, startIndex } = await run.list.getPage({ ...params, ...paging }, run.needs);
    for (const row of rows) {
      for (const key of run.list.toKeys(row)) {
        results.set(key, row);
      }
    }
    const isUnchanged = page === 1 || (count === total && startIndex === read + 1);
    total = count;
    read += rows.length;
    if (isEnough() || (isUnchanged && read === total)) {
      return true;
    }
    if (!isUnchanged || rows.length === 0 || isTooLong(total - read, rows.length, run.left())) {
      return false;
    }
  }
}

// A page is booked as if it were full.
function isTooLong(
  rest: number,
  pageSize: number,
  left: { readonly requests: number; readonly rows: number },
): boolean {
  const pages = Math.ceil(rest / pageSize);
  return pages > left.requests || (pages - 1) * pageSize + MAX_PAGE_SIZE > left.rows;
}
