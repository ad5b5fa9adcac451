import { describe, expect, it } from 'vitest';
import { createNotFoundError } from '../../src/authentik/to-error.ts';
import { GatewayError } from '../../src/errors.ts';
import { loadBatch } from '../../src/graphql/batch.ts';
import type { BatchRun, Wanted } from '../../src/graphql/read-list.ts';
import { createDemoDataset } from '../../src/sandbox/index.ts';
import { askedOf, startSandboxGateway } from '../support/gateway.ts';
import { SWITCHES, target } from '../support/release.ts';

interface Row {
  readonly id: number;
}

/** A list of rows 0 to total - 1, each found under the hint of its own number; knows no hint in `unknown`. */
function aRun(
  total: number,
  changes: Partial<BatchRun<number, Row>> & {
    readonly unknown?: readonly string[];
    readonly isNamed?: boolean;
    /** The tenant's maximum. */
    readonly pageSize?: number;
    /** How many rows have gone from the beginning once so many pages were read. */
    readonly gone?: (pages: number) => number;
  } = {},
) {
  const asked: string[] = [];
  const run: BatchRun<number, Row> = {
    needs: new Set(),
    left: () => ({ requests: 50, rows: 2000 }),
    loadOne: async (id) => {
      asked.push(`one ${id}`);
      if (id >= total) {
        throw createNotFoundError();
      }
      return { id };
    },
    list: {
      hintParam: 'by',
      rowMs: 4,
      toKeys: ({ id }) => [id],
      getPage: async (params) => {
        const hints = (params.by as readonly string[] | undefined) ?? undefined;
        asked.push(`list ${hints?.length ?? 'all'} page ${params.page ?? 1}`);
        const bad = hints?.find((hint) => changes.unknown?.includes(hint));
        if (bad !== undefined) {
          throw new GatewayError(
            'BAD_USER_INPUT',
            `by: Select a valid choice. ${changes.isNamed === false ? 'Something' : bad} is not one of the available choices.`,
          );
        }
        const all = Array.from({ length: total }, (_, id) => ({ id })).filter(
          ({ id }) => !hints || hints.includes(String(id)),
        );
        const { pageSize = 100, gone = () => 0 } = changes;
        const page = Number(params.page ?? 1);
        const left = all.slice(gone(page - 1));
        const start = (page - 1) * pageSize;
        return { rows: left.slice(start, start + pageSize), count: left.length, startIndex: start + 1 };
      },
    },
    ...changes,
  };
  return { asked, run };
}

function hinted(ids: readonly number[]): Wanted<number>[] {
  return ids.map((key) => ({ key, hint: { value: String(key) } }));
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

describe('loadBatch', () => {
  it('reads one by one what has no hint and fits into the budget', async () => {
    const { asked, run } = aRun(10);

    const results = await loadBatch(
      [
        { key: 1, hint: undefined },
        { key: 99, hint: undefined },
      ],
      run,
    );

    expect(results.get(1)).toEqual({ id: 1 });
    expect(results.get(99)).toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toEqual(['one 1', 'one 99']);
  });

  it('reads a list where its hints make that cheaper', async () => {
    const { asked, run } = aRun(10);

    const results = await loadBatch(hinted(range(0, 10)), run);

    expect([...results.keys()]).toEqual(range(0, 10));
    expect(asked).toEqual(['list 10 page 1']);
  });

  it('reads one by one where the list would bring too much else', async () => {
    const { asked, run } = aRun(300);

    await loadBatch(
      [1, 2].map((key) => ({ key, hint: { value: 'g', rows: 300 } })),
      run,
    );

    expect(asked).toEqual(['one 1', 'one 2']);
  });

  it('reads every page, and at most 100 hints at a time', async () => {
    const { asked, run } = aRun(250);

    const results = await loadBatch(hinted(range(0, 250)), run);

    expect(results.size).toBe(250);
    expect(asked.every((request) => /^list (6[23]|100|125)? ?/.test(request))).toBe(true);
    expect(asked).toHaveLength(4);
  });

  it.each([true, false])(
    'leaves out a hint that authentik does not know (named: %s), and reads by itself what it hinted at',
    async (isNamed) => {
      const { asked, run } = aRun(8, { unknown: ['3'], isNamed });

      const results = await loadBatch(hinted(range(0, 8)), run);

      expect([...results.values()].every((result) => !(result instanceof Error))).toBe(true);
      expect(asked.filter((request) => request.startsWith('one'))).toEqual(['one 3']);
    },
  );

  it('fails what a list was read for when the list fails', async () => {
    const error = new GatewayError('FORBIDDEN', 'no');
    const { run } = aRun(8);
    const failing = { ...run, list: { ...run.list, getPage: () => Promise.reject(error) } };

    const results = await loadBatch([...hinted(range(0, 5)), { key: 7, hint: undefined }], failing);

    expect(range(0, 5).map((key) => results.get(key))).toEqual(range(0, 5).map(() => error));
    expect(results.get(7)).toEqual({ id: 7 });
  });

  it('reads everything when single reads would exceed the budget, and knows then what does not exist', async () => {
    const { asked, run } = aRun(150);
    const wanted = [...range(0, 60), 999].map((key) => ({ key, hint: undefined }));

    const results = await loadBatch(wanted, run);

    expect(asked).toEqual(['list all page 1', 'list all page 2']);
    expect(results.get(59)).toEqual({ id: 59 });
    expect(results.get(999)).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('over the wire', () => {
  it('groups of many users are completed by one list', async () => {
    const gateway = await startSandboxGateway(createDemoDataset());

    const { errors, data } = await gateway.query<{ users: { nodes: { groups: { roles: unknown }[] }[] } }, never>(
      '{ users(first: 50) { nodes { groups { name roles { name } usersCount } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.users.nodes.flatMap(({ groups }) => groups).every(({ roles }) => Array.isArray(roles))).toBe(true);
    expect(gateway.sandbox.requests).toHaveLength(2);
    const [path = ''] = askedOf(gateway.sandbox);
    const hints = path.match(/members_by_pk=\d+/g) ?? [];
    expect(hints.length).toBeGreaterThan(1);
    expect(path).toBe(target(`/core/groups/?${hints.join('&')}&ordering=pk&page_size=100`, SWITCHES.group));
  });

  it('members of a group are completed by one list', async () => {
    const gateway = await startSandboxGateway(createDemoDataset());

    const { errors, data } = await gateway.query<{ group: { members: { user: { uuid: string } }[] } }, never>(
      '{ group(name: "Platform") { ... on Group { members { user { uuid groups { name } } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.group.members.every(({ user }) => user.uuid.length === 36)).toBe(true);
    expect(gateway.sandbox.requests).toHaveLength(2);
  });

  it('more single objects than the budget allows are read from the list of all', async () => {
    const gateway = await startSandboxGateway(createDemoDataset());
    const ids = range(1, 90).map(String);

    const { data } = await gateway.query<{ usersById: ({ id: string } | null)[] }, object>(
      'query ($ids: [ID!]!) { usersById(ids: $ids) { id } }',
      { variables: { ids } },
    );

    expect(
      data.usersById
        .filter((user) => user !== null)
        .every((user, index, all) => all.indexOf(user) === index && ids.includes(user.id)),
    ).toBe(true);
    expect(gateway.sandbox.requests).toHaveLength(10);
  });
});

describe('a list whose pages are shorter than asked for', () => {
  const unhinted = (ids: readonly number[]): Wanted<number>[] => ids.map((key) => ({ key, hint: undefined }));

  it.each([100, 50, 7])('is read to its end where the tenant allows %i rows a page', async (pageSize) => {
    const { asked, run } = aRun(140, { pageSize, left: () => ({ requests: 20, rows: 2000 }) });

    const results = await loadBatch(unhinted([...range(0, 30), 139, 999]), run);

    expect([...range(0, 30), 139].map((id) => results.get(id))).toEqual([...range(0, 30), 139].map((id) => ({ id })));
    expect(results.get(999)).toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toHaveLength(Math.ceil(140 / pageSize));
  });

  it.each([50, 7])('holds all that a hint leads to, at %i rows a page', async (pageSize) => {
    const { asked, run } = aRun(60, { pageSize });

    const results = await loadBatch(hinted(range(0, 60)), run);

    expect(range(0, 60).map((id) => results.get(id))).toEqual(range(0, 60).map((id) => ({ id })));
    expect(asked).toEqual(range(1, Math.ceil(60 / pageSize) + 1).map((page) => `list 60 page ${page}`));
  });

  it('is given up after its first page where it has more pages than the budget', async () => {
    const { asked, run } = aRun(1000, { pageSize: 7, left: () => ({ requests: 20, rows: 2000 }) });

    await loadBatch(unhinted(range(900, 930)), run);

    expect(asked.filter((each) => each.startsWith('list'))).toEqual(['list all page 1']);
    expect(asked.filter((each) => each.startsWith('one'))).toHaveLength(30);
  });

  it('says of nothing that it does not exist when rows went meanwhile: what moved may have been passed over', async () => {
    const { asked, run } = aRun(140, {
      gone: (pages) => (pages > 0 ? 3 : 0),
      left: () => ({ requests: 20, rows: 2000 }),
    });

    const results = await loadBatch(unhinted([...range(80, 110)]), run);

    expect(range(80, 110).map((id) => results.get(id))).toEqual(range(80, 110).map((id) => ({ id })));
    expect(asked).toEqual(['list all page 1', 'list all page 2', 'one 100', 'one 101', 'one 102']);
  });
});
