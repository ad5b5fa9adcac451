import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDemoDataset, createSandbox, DatasetError, parseDataset } from '../../src/sandbox/index.ts';
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

describe('createDemoDataset', () => {
  const demo = createDemoDataset();
  const text = JSON.stringify(demo);

  it('gives the same bytes for the same seed and others for another', () => {
    expect(JSON.stringify(createDemoDataset(1))).toBe(text);
    expect(JSON.stringify(createDemoDataset(2))).not.toBe(text);
  });

  it('is a data set of the documented format', () => {
    expect(problemsOf(JSON.parse(text))).toEqual([]);
    expect([demo.users.length, demo.groups.length, demo.tokens.length]).toEqual([1000, 60, 2000]);
  });

  it('has three levels of groups and users of every kind', () => {
    const parents = new Map(demo.groups.map((group) => [group.pk, group.parent]));
    const levelOf = (pk: string | null): number => (pk === null ? 0 : 1 + levelOf(parents.get(pk) ?? null));

    expect(new Set(demo.groups.map((group) => levelOf(group.pk)))).toEqual(new Set([1, 2, 3]));
    expect(new Set(demo.users.map((user) => user.type)).size).toBe(4);
    expect(new Set(demo.users.map((user) => user.path))).toContain('partners/acme');
    expect(demo.users.filter((user) => !user.is_active).length).toBeGreaterThan(20);
    expect(demo.users.filter((user) => /[^\u0020-\u007e]/.test(user.name)).length).toBeGreaterThan(50);
    expect(text).toContain('goauthentik.io/user/');
  });

  it('has tokens of all intents that expire near, far, never and already', () => {
    const day = Date.parse('2026-11-23T12:00:00Z');
    const daysLeft = demo.tokens.flatMap(({ expires }) =>
      expires === null ? [] : [(Date.parse(expires) - day) / 86_400_000],
    );

    expect(new Set(demo.tokens.map((token) => token.intent)).size).toBe(4);
    for (const [low, high] of [
      [-40, 0],
      [0, 4],
      [300, 400],
      [1000, 4000],
    ] as const) {
      expect(daysLeft.filter((days) => days > low && days < high).length).toBeGreaterThan(20);
    }
    expect(demo.tokens.filter((token) => !token.expiring).length).toBeGreaterThan(100);
  });

  it('knows the callers of the recordings', async () => {
    const { ask } = await startSandbox({});

    const [admin, viewer, plain] = [
      await ask('/core/users/me/', 'key-admin'),
      await ask('/core/users/me/', 'key-viewer'),
      await ask('/core/users/me/', 'key-plain'),
    ];
    const refused = [await ask('/core/users/me/', 'key-expired'), await ask('/core/users/me/', 'key-app')];

    expect(admin.json.user).toMatchObject({ username: 'akadmin', is_superuser: true });
    expect(viewer.json.user).toMatchObject({ username: 'viewer', is_superuser: false });
    expect(plain.json.user.groups.map((group: { name: string }) => group.name)).toEqual([
      'Engineering',
      'Platform',
      'Platform On-call',
    ]);
    expect(refused.map(({ status }) => status)).toEqual([403, 403]);
    expect((await ask('/core/groups/?name=Platform', 'key-viewer')).json.pagination.count).toBe(1);
    expect((await ask('/core/users/?username=ops-1', 'key-viewer')).json.pagination.count).toBe(1);
    expect(column(await ask('/core/tokens/', 'key-plain'), 'identifier')).toEqual(['plain-api', 'plain-app']);
  });

  it('is what a sandbox starts with', () => {
    expect(createSandbox().requests).toEqual([]);
  });
});
