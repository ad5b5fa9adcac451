import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/authentik/page.ts';
import { type GetPage, readSlice } from '../../src/graphql/read-window.ts';
import { MAX_PAGE_SIZE, parseSlice, toPages } from '../../src/graphql/window.ts';

const NUMBERS = range(0, 1000);

/** A list of the numbers 0 to total - 1, paged as authentik pages; counts what it is asked. */
function aList(total: number, serverMax = Number.POSITIVE_INFINITY) {
  const asked: { page: number | 'last'; pageSize: number }[] = [];
  const getPage: GetPage<number> = async (request) => {
    asked.push(request);
    const pageSize = Math.min(request.pageSize, serverMax);
    const pages = Math.max(1, Math.ceil(total / pageSize));
    const page = request.page === 'last' ? pages : request.page;
    if (page > pages) {
      return undefined;
    }
    const start = (page - 1) * pageSize;
    const rows = NUMBERS.slice(start, Math.min(start + pageSize, total));
    return { rows, count: total, startIndex: rows.length === 0 ? 0 : start + 1 } satisfies Page<number>;
  };
  return { asked, getPage };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

function isRange(rows: readonly number[], start: number, end: number): boolean {
  return rows.length === Math.max(0, end - start) && rows.every((row, index) => row === start + index);
}

describe('toPages', () => {
  it('covers every window of 1 to 100 rows at offsets 0 to 350 with one page where any size fits, else with two', () => {
    for (let limit = 1; limit <= MAX_PAGE_SIZE; limit += 1) {
      for (let offset = 0; offset <= 350; offset += 1) {
        const pages = toPages({ offset, limit });
        const covered = pages.flatMap(({ page, pageSize }) => range((page - 1) * pageSize, page * pageSize));
        const fits = range(limit, MAX_PAGE_SIZE + 1).some(
          (size) => Math.floor(offset / size) === Math.floor((offset + limit - 1) / size),
        );

        const last = offset + limit - 1;
        if (!covered.includes(offset) || !covered.includes(last) || new Set(covered).size !== covered.length) {
          expect.fail(`window ${offset}+${limit} is not covered once by ${JSON.stringify(pages)}`);
        }
        if (pages.length !== (fits ? 1 : 2) || pages.some(({ pageSize }) => pageSize > MAX_PAGE_SIZE)) {
          expect.fail(`window ${offset}+${limit} takes ${JSON.stringify(pages)}`);
        }
      }
    }
  });

  it('asks for nothing when the window is empty', () => {
    expect(toPages({ offset: 7, limit: 0 })).toEqual([]);
  });
});

describe('readSlice', () => {
  it('answers exactly the rows of every size 1 to 100, total 0 to 250 and offset, forwards', async () => {
    for (let first = 1; first <= MAX_PAGE_SIZE; first += 1) {
      for (let total = 0; total <= 250; total += 1) {
        const list = aList(total);
        for (let after = -1; after <= total; after += 1) {
          const slice = parseSlice({ first, ...(after < 0 ? {} : { after }) });
          const { rows, offset } = await readSlice(slice, list.getPage);

          if (!isRange(rows, after + 1, Math.min(total, after + 1 + first)) || offset !== after + 1) {
            expect.fail(`first ${first} after ${after} of ${total}: got ${rows.join()} at ${offset}`);
          }
        }
      }
    }
  }, 120_000);

  it('answers exactly the rows of every size 1 to 100, total 0 to 250 and offset, backwards', async () => {
    for (let last = 1; last <= MAX_PAGE_SIZE; last += 1) {
      for (let total = 0; total <= 250; total += 1) {
        const list = aList(total);
        for (const before of [undefined, ...NUMBERS.slice(0, total + last + 1)]) {
          const { rows, offset } = await readSlice(
            parseSlice({ last, ...(before === undefined ? {} : { before }) }),
            list.getPage,
          );

          const end = Math.min(total, before ?? total);
          const start = Math.max(0, end - last);
          if (!isRange(rows, start, end) || (rows.length > 0 && offset !== start)) {
            expect.fail(`last ${last} before ${before} of ${total}: got ${rows.join()} at ${offset}`);
          }
        }
      }
    }
  }, 120_000);

  it('takes one request wherever one page of up to 100 rows covers the window', async () => {
    const list = aList(1000);

    await readSlice(parseSlice({ first: 20, after: 19 }), list.getPage);
    await readSlice(parseSlice({ first: 5, after: 11 }), list.getPage);

    expect(list.asked).toEqual([
      { page: 2, pageSize: 20 },
      { page: 3, pageSize: 6 },
    ]);
  });

  it('reads the last rows with one request when the last page holds them, else with two', async () => {
    const even = aList(40);
    const odd = aList(45);

    const evenRows = await readSlice(parseSlice({ last: 20 }), even.getPage);
    const oddRows = await readSlice(parseSlice({ last: 20 }), odd.getPage);

    expect(evenRows.rows).toEqual(range(20, 40));
    expect(even.asked).toEqual([{ page: 'last', pageSize: 20 }]);
    expect(oddRows.rows).toEqual(range(25, 45));
    expect(odd.asked).toHaveLength(2);
  });

  it.each([1, 3, 7, 10, 20, 99])('finds its rows when the server silently cuts pages to %i rows', async (serverMax) => {
    for (const total of [0, 5, 49, 250]) {
      for (const after of [undefined, 0, 19, 120]) {
        const forwards = await readSlice(parseSlice({ first: 50, after }), aList(total, serverMax).getPage);
        expect(forwards.rows).toEqual(range((after ?? -1) + 1, Math.min(total, (after ?? -1) + 51)));
      }
      const backwards = await readSlice(parseSlice({ last: 50 }), aList(total, serverMax).getPage);
      expect(backwards.rows).toEqual(range(Math.max(0, total - 50), total));
    }
  });

  it('says that a window behind the end is past it and knows no count', async () => {
    const rows = await readSlice(parseSlice({ first: 10, after: 500 }), aList(30).getPage);

    expect(rows).toEqual({ rows: [], offset: 501, count: undefined, isPastEnd: true });
  });
});

describe('a page that does not add up', () => {
  it.each<[string, { first: number; after?: number }, Page<number>]>([
    ['rows that start elsewhere', { first: 20, after: 19 }, { rows: [1], count: 300, startIndex: 12 }],
    ['rows that start nowhere', { first: 20, after: 19 }, { rows: [1], count: 300, startIndex: 0 }],
    ['a first page that starts late', { first: 20 }, { rows: [1], count: 300, startIndex: 2000 }],
    ['no rows of many', { first: 20 }, { rows: [], count: 300, startIndex: 0 }],
    ['more rows than asked for', { first: 2 }, { rows: [1, 2, 3], count: 300, startIndex: 1 }],
  ])('(%s) is refused after a few requests', async (_case, args, page) => {
    let asked = 0;
    const getPage: GetPage<number> = async () => {
      asked += 1;
      return page;
    };

    await expect(readSlice(parseSlice(args), getPage)).rejects.toMatchObject({ code: 'UPSTREAM_BAD_RESPONSE' });
    expect(asked).toBeLessThanOrEqual(4);
  });
});

describe('parseSlice', () => {
  it.each([{ first: 0 }, { first: 101 }, { last: -1 }, { last: 101 }, { first: 5, last: 5 }])('refuses %o', (args) => {
    expect(() => parseSlice(args)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('takes 20 rows unless told otherwise', () => {
    expect(parseSlice({})).toEqual({ fromEnd: false, start: 0, end: 20 });
  });
});
