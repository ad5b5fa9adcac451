import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DatasetError, parseDataset } from '../../src/sandbox/index.ts';
import { column, startSandbox } from './listen.ts';

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;
const recorded = () =>
  JSON.parse(readFileSync(new URL('../recordings/2025.10.0-rc1/dataset.json', import.meta.url), 'utf8'));

function problemsOf(json: unknown): readonly string[] {
  try {
    parseDataset(json);
    return [];
  } catch (error) {
    if (error instanceof DatasetError) return error.problems;
    throw error;
  }
}

describe('parseDataset', () => {
  it('reads the recorded data set and derives the same num_pk for every group', () => {
    const json = recorded();
    const bare = { ...json, groups: json.groups.map(({ num_pk: _, ...group }: { num_pk: number }) => group) };

    expect(parseDataset(bare).groups.map((group) => group.num_pk)).toEqual(
      json.groups.map((group: { num_pk: number }) => group.num_pk),
    );
  });

  it('is content with the little a user needs', () => {
    const { users, groups } = parseDataset({ users: [{ pk: 7, uuid: uuid(7), username: 'x' }] });

    expect(users[0]).toMatchObject({ username: 'x', name: '', is_active: true, path: 'users', type: 'internal' });
    expect(users[0]?.uid).toMatch(/^[0-9a-f]{64}$/);
    expect(groups).toEqual([]);
  });

  it('takes a membership from either side', async () => {
    const dataset = parseDataset({
      users: [{ pk: 7, uuid: uuid(7), username: 'x' }],
      groups: [{ pk: uuid(1), name: 'Admins', is_superuser: true, users: [7] }],
      tokens: [{ pk: uuid(2), identifier: 'x-api', user: 7, key: 'key-x', expiring: false }],
    });
    const { ask } = await startSandbox({ dataset });

    expect(column(await ask('/core/users/?is_superuser=true', 'key-x'), 'groups')).toEqual([[uuid(1)]]);
  });

  it('names every problem of content at once', () => {
    const json = recorded();
    json.users[2].groups.push(uuid(9));
    json.users[3].username = 'plain';
    json.users[1].is_superuser = true;
    json.groups[0].parent = json.groups[0].pk;
    json.groups[1].roles.push(uuid(8));
    json.groups[2].children = [json.groups[3].pk];
    json.tokens[1].key = 'key-admin';
    json.tokens[2].identifier = 'admin-api';
    json.tokens[3].user = 77;
    json.globalPermissions.ghost = ['view_user'];

    const problems = problemsOf(json);

    expect(problems).toEqual([
      'duplicate username: plain',
      'duplicate token identifier: admin-api',
      'duplicate token key: former-api',
      `user plain: unknown group ${uuid(9)}`,
      `group Engineering: unknown role ${uuid(8)}`,
      'token ops-1-api: unknown user 77',
      'globalPermissions: unknown user ghost',
      'group Empty: is its own parent',
      `group Größe 東京: lists the child ${json.groups[3].pk}, whose parent is another`,
      'user viewer: is_superuser is true, its groups make it false',
    ]);
  });

  it('names every problem of shape at once, with its place', () => {
    const problems = problemsOf({
      users: [{ pk: 0, uuid: 'x', username: '', type: 'robot', last_login: 'yesterday' }],
      tokens: [{ pk: uuid(1), identifier: 'a b', user: 1, key: '' }],
    });

    const places = problems.map((problem) => problem.split(': ')[0]);
    expect(places).toEqual([
      'users.0.pk',
      'users.0.username',
      'users.0.last_login',
      'users.0.type',
      'users.0.uuid',
      'tokens.0.identifier',
      'tokens.0.key',
    ]);
  });

  it('says in its message how many problems there are and which', () => {
    expect(() => parseDataset({ users: 'none' })).toThrow(/^The data set has 1 problem\(s\):\n- users: /);
  });

  it('walks parents that form a circle once', async () => {
    const dataset = parseDataset({
      users: [{ pk: 7, uuid: uuid(7), username: 'x', groups: [uuid(1)] }],
      groups: [
        { pk: uuid(1), name: 'A', parent: uuid(2) },
        { pk: uuid(2), name: 'B', parent: uuid(1) },
      ],
      tokens: [{ pk: uuid(3), identifier: 'x-api', user: 7, key: 'key-x', expiring: false }],
    });
    const { ask } = await startSandbox({ dataset });

    expect((await ask('/core/users/me/', 'key-x')).json.user).toMatchObject({
      is_superuser: false,
      groups: [{ name: 'A' }, { name: 'B' }],
    });
  });
});
