import { describe, expect, it } from 'vitest';
import { aCompany, READERS } from './company.ts';
import { column, startSandbox } from './listen.ts';

async function usernames(query: string): Promise<unknown[]> {
  const { ask } = await startSandbox({ dataset: aCompany() });
  return column(await ask(`/core/users/?${query}`, 'key-boss'), 'username');
}

describe('search', () => {
  it.each([
    ['search=clerk+%C3%A4nne', ['clerk']],
    ['search=clerk,example', ['clerk', 'reader']],
    ['search=%22%C3%84nne+Clerk%22', ['clerk']],
    ['search=%22Clerk+%C3%84nne%22', []],
    ['search=00000003', ['clerk']],
    ['search=name+%3D+%22Boss%22', []],
    ['search=100%25', []],
  ])('finds rows that hold every term somewhere: ?%s', async (query, expected) => {
    expect(await usernames(query)).toEqual(expected);
  });
});

describe('ordering', () => {
  it.each([
    ['ordering=name', ['outpost', 'boss', 'guest', 'reader', 'clerk']],
    ['ordering=-name', ['clerk', 'reader', 'guest', 'boss', 'outpost']],
    ['ordering=-last_login,username', ['boss', 'outpost', 'reader', 'clerk', 'guest']],
    ['ordering=last_login,-username', ['guest', 'clerk', 'reader', 'outpost', 'boss']],
    ['ordering=nope,-pk', ['outpost', 'guest', 'reader', 'clerk', 'boss']],
    ['ordering=--pk', ['boss', 'clerk', 'guest', 'outpost', 'reader']],
    ['ordering=type,pk', ['guest', 'boss', 'clerk', 'reader', 'outpost']],
    ['ordering=path,-pk', ['outpost', 'guest', 'reader', 'boss', 'clerk']],
    ['ordering=-attributes,pk', ['clerk', 'reader', 'boss', 'guest', 'outpost']],
    ['ordering=groups', ['boss', 'clerk', 'guest', 'outpost', 'reader']],
  ])('puts rows in the order of ?%s', async (query, expected) => {
    expect(await usernames(query)).toEqual(expected);
  });

  it('repeats rows ordered by many related ones without counting them', async () => {
    const { ask } = await startSandbox({ dataset: aCompany() });

    const reply = await ask('/core/users/?ordering=-ak_groups,pk&groups_by_name=Team', 'key-boss');

    expect(reply.json.pagination.count).toBe(2);
    expect(column(reply, 'username')).toEqual(['reader', 'clerk']);
    expect(reply.json.results[0].groups).toContain(READERS);
  });

  it('breaks on ordering users by is_superuser, on objects too', async () => {
    const { ask } = await startSandbox({ dataset: aCompany() });

    const replies = [
      await ask('/core/users/?ordering=is_superuser', 'key-boss'),
      await ask('/core/users/3/?ordering=-is_superuser', 'key-boss'),
    ];

    expect(replies.map(({ status }) => status)).toEqual([500, 500]);
  });

  it('orders groups by their parents and roles by name', async () => {
    const { ask } = await startSandbox({ dataset: aCompany() });

    const [groups, roles] = [
      await ask('/core/groups/?ordering=parent__name,name', 'key-boss'),
      await ask('/rbac/roles/?ordering=-name', 'key-boss'),
    ];

    expect(column(groups, 'name')).toEqual(['Leaf', 'Middle', 'Readers', 'Root', 'Team']);
    expect(column(roles, 'name')).toEqual(['Second', 'First']);
  });
});

describe('pages', () => {
  it.each([
    [
      'page=last&page_size=2',
      { next: 0, previous: 2, count: 5, current: 3, total_pages: 3, start_index: 5, end_index: 5 },
    ],
    [
      'page=2&page_size=2',
      { next: 3, previous: 1, count: 5, current: 2, total_pages: 3, start_index: 3, end_index: 4 },
    ],
    [
      'page=&page_size=2.5',
      { next: 0, previous: 0, count: 5, current: 1, total_pages: 1, start_index: 1, end_index: 5 },
    ],
    [
      'page=last&username=x',
      { next: 0, previous: 0, count: 0, current: 1, total_pages: 1, start_index: 0, end_index: 0 },
    ],
    [
      'page=+1+&page_size=5',
      { next: 0, previous: 0, count: 5, current: 1, total_pages: 1, start_index: 1, end_index: 5 },
    ],
  ])('numbers ?%s', async (query, expected) => {
    const { ask } = await startSandbox({ dataset: aCompany() });

    expect((await ask(`/core/users/?${query}`, 'key-boss')).json.pagination).toEqual(expected);
  });

  it.each(['0', '-1', 'x', '1.0', '4', 'LAST'])('refuses page %s', async (page) => {
    const { ask } = await startSandbox({ dataset: aCompany() });

    const reply = await ask(`/core/users/?page_size=2&page=${page}`, 'key-boss');

    expect([reply.status, reply.json]).toEqual([404, { detail: 'Invalid page.' }]);
  });

  it('holds a hundred rows unless told otherwise, and any number when told', async () => {
    const { ask } = await startSandbox({});

    const [standard, garbage, all] = [
      await ask('/core/users/?include_groups=false', 'key-admin'),
      await ask('/core/users/?include_groups=false&page_size=-5', 'key-admin'),
      await ask('/core/users/?include_groups=false&page_size=100000', 'key-admin'),
    ];

    expect([standard, garbage, all].map(({ json }) => json.results.length)).toEqual([100, 100, 1000]);
  });
});
