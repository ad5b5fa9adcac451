import { describe, expect, it } from 'vitest';
import { createDemoDataset, createSandbox, parseDataset } from '../../src/sandbox/index.ts';
import { column, startSandbox } from './listen.ts';

describe('createDemoDataset', () => {
  const demo = createDemoDataset();
  const text = JSON.stringify(demo);

  it('gives the same bytes for the same seed and others for another', () => {
    expect(JSON.stringify(createDemoDataset(1))).toBe(text);
    expect(JSON.stringify(createDemoDataset(2))).not.toBe(text);
  });

  it('is a data set of the documented format', () => {
    expect(parseDataset(JSON.parse(text))).toEqual(demo);
    expect([demo.users.length, demo.groups.length, demo.tokens.length]).toEqual([1000, 60, 2000]);
  });

  it('has three levels of groups and users of every kind', () => {
    const parents = new Map(demo.groups.map((group) => [group.pk, group.parents[0] ?? null]));
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
