import { describe, expect, it } from 'vitest';
import { aCompany, LEAF, MIDDLE, ROOT, TEAM } from './company.ts';
import { column, startSandbox } from './listen.ts';

const FORBIDDEN = { detail: 'You do not have permission to perform this action.' };
const start = () => startSandbox({ dataset: aCompany(), now: () => new Date('2025-12-31T00:00:00Z') });

describe('permissions of the sandbox', () => {
  it('makes a member of the third level a superuser when only the first level is one', async () => {
    const { ask } = await start();

    const [me, users, row] = [await ask('/core/users/me/', 'key-boss'), await ask('/core/users/', 'key-boss'), 0];

    expect(me.json.user).toMatchObject({ is_superuser: true });
    expect(me.json.user.system_permissions).toHaveLength(14);
    expect(users.json.results[row]).toMatchObject({ username: 'boss', is_superuser: true, groups: [LEAF] });
  });

  it('filters is_superuser by direct groups while the field counts ancestors', async () => {
    const { ask } = await start();

    const reply = await ask('/core/users/?is_superuser=true', 'key-boss');

    expect(reply.json.results).toEqual([]);
  });

  it('answers 404 for an invisible object to a caller who sees another one', async () => {
    const { ask } = await start();

    const [list, own, other] = [
      await ask('/core/users/', 'key-clerk'),
      await ask('/core/users/3/', 'key-clerk'),
      await ask('/core/users/2/', 'key-clerk'),
    ];

    expect(column(list, 'pk')).toEqual([3]);
    expect(own.status).toBe(200);
    expect([other.status, other.json]).toEqual([404, { detail: 'No User matches the given query.' }]);
  });

  it('answers 403 for every object, missing ones too, to a caller who sees none', async () => {
    const { ask } = await start();

    for (const path of ['/core/users/', '/core/users/2/', '/core/users/99/', '/core/users/paths/', '/rbac/roles/']) {
      const reply = await ask(path, 'key-guest');
      expect([path, reply.status, reply.json]).toEqual([path, 403, FORBIDDEN]);
    }
  });

  it('answers 403 to a search without a hit and an empty list to a filter without one, by object permissions', async () => {
    const { ask } = await start();

    const [search, filter] = [
      await ask('/core/users/?search=boss', 'key-clerk'),
      await ask('/core/users/?username=boss', 'key-clerk'),
    ];

    expect(search.status).toBe(403);
    expect([filter.status, filter.json.results]).toEqual([200, []]);
  });

  it('answers an empty list to an internal service account that sees nothing', async () => {
    const { ask } = await start();

    const reply = await ask('/core/users/', 'key-outpost');

    expect([reply.status, reply.json.pagination.count]).toEqual([200, 0]);
  });

  it('shows everybody but superusers only their own tokens', async () => {
    const { ask } = await start();

    const [own, foreign, all] = [
      await ask('/core/tokens/', 'key-reader'),
      await ask('/core/tokens/boss-api/', 'key-reader'),
      await ask('/core/tokens/', 'key-boss'),
    ];

    expect(column(own, 'identifier')).toEqual(['reader-api']);
    expect(foreign.json).toEqual({ detail: 'No Token matches the given query.' });
    expect(all.json.pagination.count).toBe(6);
  });

  it('shows the key of an own token only with view_token_key', async () => {
    const { ask } = await start();

    const [granted, refused, nobody] = [
      await ask('/core/tokens/guest-api/view_key/', 'key-guest'),
      await ask('/core/tokens/reader-api/view_key/', 'key-reader'),
      await ask('/core/tokens/reader-api/view_key/'),
    ];

    expect(granted.json).toEqual({ key: 'key-guest' });
    expect([refused.status, refused.json]).toEqual([403, FORBIDDEN]);
    expect(nobody.status).toBe(404);
  });

  it('lists the groups of all levels in me and merges their settings by name', async () => {
    const { ask } = await start();

    const { user } = (await ask('/core/users/me/', 'key-boss')).json;

    expect(user.groups).toEqual([
      { name: 'Leaf', pk: LEAF },
      { name: 'Middle', pk: MIDDLE },
      { name: 'Root', pk: ROOT },
    ]);
    expect(user.settings).toEqual({ locale: 'en', tabs: ['two', 'one'] });
  });

  it('lists what uses an object only as far as the caller sees it', async () => {
    const { ask } = await start();

    const [group, user, parent, clerk] = [
      await ask(`/core/groups/${TEAM}/used_by/`, 'key-boss'),
      await ask('/core/users/3/used_by/', 'key-boss'),
      await ask(`/core/groups/${ROOT}/used_by/`, 'key-boss'),
      await ask(`/core/groups/${TEAM}/used_by/`, 'key-clerk'),
    ];

    expect(group.json.map((use: { name: string }) => use.name)).toEqual(['Role Second', 'clerk', 'reader']);
    expect(user.json.map((use: { app: string; pk: string }) => [use.app, use.pk])).toEqual([
      ['authentik_core', TEAM],
      ['auth', '2'],
    ]);
    expect(parent.json).toMatchObject([{ name: 'Group Middle', action: 'set_null' }]);
    expect(clerk.json).toMatchObject([{ name: 'clerk' }]);
  });

  it('shows the partial objects of a row whatever the caller may see of them', async () => {
    const { ask } = await start();

    const group = (await ask(`/core/groups/${TEAM}/`, 'key-clerk')).json;
    const children = (await ask(`/core/groups/${MIDDLE}/?include_children=true&include_users=0`, 'key-boss')).json;

    expect(group.users_obj.map((user: { username: string }) => user.username)).toEqual(['clerk', 'reader']);
    expect(children).toMatchObject({ parent: ROOT, parent_name: 'Root', children: [LEAF], users_obj: null });
    expect(children.children_obj).toMatchObject([{ pk: LEAF, group_uuid: LEAF, name: 'Leaf' }]);
  });
});
