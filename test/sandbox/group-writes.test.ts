import { describe, expect, it } from 'vitest';
import { parseDataset, type SandboxDataset } from '../../src/sandbox/index.ts';
import { aCompany, LEAF, MIDDLE, READERS, ROOT, TEAM } from './company.ts';
import { startSandbox } from './listen.ts';

const start = (more: Partial<SandboxDataset> = {}) => startSandbox({ dataset: { ...aCompany(), ...more } });

const withReader = { globalPermissions: { reader: ['view_group', 'view_user'] } };

describe('creating a group', () => {
  it('makes it with members, a parent and children that leave theirs', async () => {
    const { write, ask } = await start();
    const body = { name: 'New', users: [5, '4'], parent: ROOT, children: [LEAF] };

    const made = await write('POST /core/groups/?include_children=true', 'key-boss', body);
    const middle = await ask(`/core/groups/${MIDDLE}/`, 'key-boss');

    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ users: [4, 5], parent: ROOT, parent_name: 'Root', children: [LEAF] });
    expect(made.json.num_pk).toBe(
      Number(
        BigInt(`0x${made.json.pk.replaceAll('-', '')}`)
          .toString()
          .slice(0, 5),
      ),
    );
    expect(middle.json.children).toEqual([]);
  });

  it.each([
    [{ name: 'New', users: [99] }, { users: ['Invalid pk "99" - object does not exist.'] }],
    [{ name: 'New', roles: ['x'] }, { roles: ['“x” is not a valid UUID.'] }],
    [{ name: 'New', parent: 'x' }, { parent: ['“x” is not a valid UUID.'] }],
    [{ name: 'New', attributes: [] }, { attributes: ['Value must be a dictionary, and not have any duplicate keys.'] }],
  ])('refuses %j', async (body, problems) => {
    const { write } = await start();

    const refused = await write('POST /core/groups/', 'key-boss', body);

    expect([refused.status, refused.json]).toEqual([400, problems]);
  });

  it('takes a permission of its own to make superusers, and its lack is a problem of the field', async () => {
    const { write } = await start({ globalPermissions: { reader: ['add_group', 'view_group', 'change_group'] } });

    const refused = await write('POST /core/groups/', 'key-reader', { name: 'New', is_superuser: true });
    const plain = await write('POST /core/groups/', 'key-reader', { name: 'New', is_superuser: false });
    const unmade = await write(`PATCH /core/groups/${ROOT}/`, 'key-reader', { is_superuser: false });
    const unchanged = await write(`PATCH /core/groups/${ROOT}/`, 'key-reader', { is_superuser: true });

    const sentence = (status: string) => `User does not have permission to set superuser status to ${status}.`;
    expect([refused.status, refused.json]).toEqual([400, { is_superuser: [sentence('True')] }]);
    expect([unmade.status, unmade.json]).toEqual([400, { is_superuser: [sentence('False')] }]);
    expect([plain.status, unchanged.status]).toEqual([201, 200]);
  });
});

describe('changing a group', () => {
  it('empties it by a PUT that names neither members nor children', async () => {
    const { write, ask } = await start(withReader);

    const team = await write(`PUT /core/groups/${TEAM}/`, 'key-boss', { name: 'Team' });
    const put = await write(`PUT /core/groups/${MIDDLE}/`, 'key-boss', { name: 'Middle' });
    const leaf = await ask(`/core/groups/${LEAF}/`, 'key-reader');

    expect(put.json).toMatchObject({ parent: ROOT, children: [] });
    expect(team.json).toMatchObject({ users: [], roles: aCompany().groups[3]?.roles });
    expect(leaf.json.parent).toBeNull();
  });

  it('takes the superusers’ rights away at once with the parent', async () => {
    const { write, ask } = await start();

    await write(`PATCH /core/groups/${MIDDLE}/`, 'key-boss', { parent: null });
    const after = await ask('/core/users/2/', 'key-boss');

    expect(after.status).toBe(403);
  });

  it('lets groups be ancestors of each other', async () => {
    const { write, ask } = await start();

    const made = await write(`PATCH /core/groups/${ROOT}/`, 'key-boss', { parent: LEAF });
    const me = await ask('/core/users/me/', 'key-boss');

    expect(made.status).toBe(200);
    expect(me.json.user.groups).toHaveLength(3);
  });

  it('passes rights on through twenty levels, and no further', async () => {
    const pks = Array.from({ length: 22 }, (_, level) => `00000000-0000-4000-9000-${String(level).padStart(12, '0')}`);
    const chain = pks.map((pk, level) => ({ pk, name: `Level ${level}`, parent: pks[level + 1] ?? null }));
    const { groups } = parseDataset({
      users: [],
      groups: chain.map((group) => ({ ...group, is_superuser: group.parent === null })),
    });
    const { write } = await start({ groups: [...aCompany().groups, ...groups] });
    const join = (level: number) => write('PATCH /core/users/5/', 'key-boss', { groups: [pks[level]] });

    const [near, far] = [await join(1), await join(0)];

    expect([near.json.is_superuser, far.json.is_superuser]).toEqual([true, false]);
  });

  it('ignores `parents`, which only later releases know', async () => {
    const { write } = await start();

    const patched = await write(`PATCH /core/groups/${LEAF}/`, 'key-boss', { parents: [TEAM] });

    expect([patched.status, patched.json.parent]).toEqual([200, MIDDLE]);
  });

  it('gives a role to one group only, and has saved the rest when it says so', async () => {
    const { write, ask } = await start();
    const roles = aCompany().groups[3]?.roles;

    const refused = await write(`PATCH /core/groups/${READERS}/`, 'key-boss', { name: 'Renamed', roles });
    const after = await ask(`/core/groups/${READERS}/`, 'key-boss');

    expect([refused.status, refused.json]).toEqual([400, ['Roles can only be used with a single group.']]);
    expect(after.json).toMatchObject({ name: 'Renamed', roles: [] });
  });
});

describe('deleting a group', () => {
  it('leaves its children without parent and its members without it', async () => {
    const { write, ask } = await start(withReader);

    const deleted = [
      await write(`DELETE /core/groups/${TEAM}/`, 'key-boss'),
      await write(`DELETE /core/groups/${MIDDLE}/`, 'key-boss'),
    ];
    const leaf = await ask(`/core/groups/${LEAF}/`, 'key-reader');
    const reader = await ask('/core/users/4/', 'key-reader');

    expect(deleted.map(({ status }) => status)).toEqual([204, 204]);
    expect([leaf.json.parent, reader.json.groups]).toEqual([null, [READERS]]);
  });
});

describe('memberships', () => {
  it('are added and removed by who has the permissions on the group and sees the user', async () => {
    const { write, ask } = await start({
      objectPermissions: {
        clerk: { view_user: ['5'], add_user_to_group: [TEAM], remove_user_from_group: [TEAM], view_group: [TEAM] },
      },
    });
    const change = (verb: string, pk: unknown) => write(`POST /core/groups/${TEAM}/${verb}_user/`, 'key-clerk', { pk });

    const added = [await change('add', 5), await change('add', '5'), await change('add', 2)];
    const withGuest = await ask(`/core/groups/${TEAM}/`, 'key-clerk');
    const removed = [await change('remove', 5), await change('remove', 5)];
    const withoutGuest = await ask(`/core/groups/${TEAM}/`, 'key-clerk');

    expect(added.map(({ status }) => status)).toEqual([204, 204, 404]);
    expect(removed.map(({ status }) => status)).toEqual([204, 204]);
    expect([withGuest.json.users, withoutGuest.json.users]).toEqual([
      [3, 4, 5],
      [3, 4],
    ]);
  });

  it.each([
    ['nobody', undefined, { pk: 5 }, 403],
    ['who may not', 'key-reader', { pk: 5 }, 403],
    ['a body that is a list', 'key-boss', [5], 405],
    ['a body without `pk`', 'key-boss', {}, 404],
  ])('are not added by %s', async (_, key, body, status) => {
    const { write } = await start();

    const refused = await write(`POST /core/groups/${TEAM}/add_user/`, key, body);

    expect(refused.status).toBe(status);
  });
});
