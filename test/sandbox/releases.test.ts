import { describe, expect, it } from 'vitest';
import { createSandbox, parseDataset, type SandboxDataset } from '../../src/sandbox/index.ts';
import { aCompany, LEAF, MIDDLE, READERS, ROOT, TEAM } from './company.ts';
import { column, startSandbox } from './listen.ts';

const FIRST_ROLE = '00000000-0000-4000-8000-0000000000d1';
const SECOND_ROLE = '00000000-0000-4000-8000-0000000000d2';
const NOW = new Date('2026-03-01T12:00:00.500Z');

const start = (authentikVersion: string, more: Partial<SandboxDataset> = {}) =>
  startSandbox({ dataset: { ...aCompany(), ...more }, authentikVersion, now: () => NOW });

const withRoles = (user: string, ...roles: string[]) => ({
  users: aCompany().users.map((row) => (row.username === user ? { ...row, roles } : row)),
});

describe('the release', () => {
  it('may be named by its line', () => {
    const versions = ['2024.6', '2025.10', '2025.12.4', '2026.8'].map(
      (authentikVersion) => createSandbox({ authentikVersion }).authentikVersion,
    );

    expect(versions).toEqual(['2024.6.5', '2025.10.0-rc1', '2025.12.4', '2026.8.3']);
  });

  it.each(['2023.10', '2025', '', '2025.10.0'])('is not %j', (authentikVersion) => {
    expect(() => createSandbox({ authentikVersion })).toThrow(/^expected one of 2024\.6\.5, .*2026\.8\.3, but got: /);
  });
});

describe('as 2024.6', () => {
  it('searches after the permissions, so that no hit is an empty list for who sees single objects', async () => {
    const [older, newer] = [await start('2024.6'), await start('2025.8')];

    const [empty, refused] = [
      await older.ask('/core/users/?search=nobody', 'key-clerk'),
      await newer.ask('/core/users/?search=nobody', 'key-clerk'),
    ];

    expect([empty.status, empty.json.results, refused.status]).toEqual([200, [], 403]);
  });

  it('finds users by the text of their activity', async () => {
    const { ask } = await start('2024.6');

    const found = await ask('/core/users/?search=TRU,boss', 'key-boss');

    expect(column(found, 'username')).toEqual(['boss']);
  });

  it('lists no user without groups under `is_superuser`', async () => {
    const { ask } = await start('2024.6');

    const found = await ask('/core/users/?is_superuser=false', 'key-boss');

    expect(column(found, 'username')).toEqual(['boss', 'clerk', 'reader', 'reader']);
  });

  it('has names of groups of 80 characters at most, and 2024.8 has longer ones', async () => {
    const [older, newer] = [await start('2024.6'), await start('2024.8')];
    const body = { name: 'x'.repeat(81) };

    const [refused, made] = [
      await older.write('POST /core/groups/', 'key-boss', body),
      await newer.write('POST /core/groups/', 'key-boss', body),
    ];

    expect(refused.json).toEqual({ name: ['Ensure this field has no more than 80 characters.'] });
    expect(made.status).toBe(201);
  });

  it('filters roles by the name that has another name from 2025.10 on', async () => {
    const all = { globalPermissions: { reader: ['view_role'] } };
    const [older, newer] = [await start('2024.6', all), await start('2025.10', all)];
    const path = '/rbac/roles/?group__name=First';

    const [filtered, unfiltered] = [await older.ask(path, 'key-reader'), await newer.ask(path, 'key-reader')];

    expect([column(filtered, 'name'), column(unfiltered, 'name')]).toEqual([['First'], ['First', 'Second']]);
  });
});

describe('as 2025.12', () => {
  it('has pages of 20 rows, and of 100 at most', async () => {
    const users = Array.from({ length: 120 }, (_, index) => ({
      ...{ pk: 100 + index, username: `u${index}`, uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` },
    }));
    const more = parseDataset({ users }).users;
    const { ask } = await start('2025.12', { users: [...aCompany().users, ...more] });

    const [standard, most] = [
      await ask('/core/users/', 'key-boss'),
      await ask('/core/users/?page_size=500', 'key-boss'),
    ];

    expect([standard.json.results.length, standard.json.pagination.total_pages]).toEqual([20, 7]);
    expect([most.json.results.length, most.json.pagination.next]).toEqual([100, 2]);
  });

  it('has groups of several parents, whose rights and roles they inherit', async () => {
    const { write, ask } = await start('2025.12');

    const body = { name: 'New', parents: [TEAM, MIDDLE], users: [5] };
    const made = await write('POST /core/groups/?include_inherited_roles=true', 'key-boss', body);
    const guest = await ask('/core/users/me/', 'key-guest');

    expect(made.json).toMatchObject({ parents: [TEAM, MIDDLE], inherited_roles_obj: [{ name: 'Second' }] });
    expect(guest.json.user).toMatchObject({ is_superuser: true, roles: [{ name: 'Second' }] });
    expect(column({ ...guest, json: { results: guest.json.user.groups } }, 'name')).toEqual([
      'Middle',
      'New',
      'Root',
      'Team',
    ]);
  });

  it('reads `parents` from a data set, of which older releases show the first', async () => {
    const groups = aCompany().groups.map((group) =>
      group.pk === LEAF ? { ...group, parents: [MIDDLE, TEAM] } : group,
    );
    const [older, newer] = [await start('2025.10', { groups }), await start('2025.12', { groups })];
    const path = `/core/groups/${LEAF}/`;

    const [one, several] = [await older.ask(path, 'key-boss'), await newer.ask(path, 'key-boss')];

    expect([one.json.parent, several.json.parents]).toEqual([MIDDLE, [MIDDLE, TEAM]]);
  });

  it('lets children be no matter of their parents', async () => {
    const { write } = await start('2025.12');

    const put = await write(`PUT /core/groups/${MIDDLE}/`, 'key-boss', { name: 'Middle', children: [TEAM] });

    expect(put.json.children).toEqual([LEAF]);
  });

  it('leaves permissions alone when their user is changed', async () => {
    const { write, ask } = await start('2025.12');

    await write('PATCH /core/users/4/', 'key-boss', {});
    const after = await ask('/core/users/', 'key-reader');

    expect(after.status).toBe(200);
  });

  it('takes roles away by a PUT that does not name them, not by a PATCH', async () => {
    const { write } = await start('2025.12', withRoles('reader', FIRST_ROLE));

    const patched = await write('PATCH /core/users/4/', 'key-boss', { name: 'x' });
    const put = await write('PUT /core/users/4/', 'key-boss', { username: 'reader', name: 'x' });

    expect([patched.json.roles, put.json.roles]).toEqual([[FIRST_ROLE], []]);
  });

  it('gives a user a role of its own with the first permission, and one only', async () => {
    const { write, ask } = await start('2025.12');

    await write('POST /core/tokens/', 'key-guest', { identifier: 'first' });
    const second = await write('POST /core/tokens/', 'key-guest', { identifier: 'second' });
    const roles = await ask('/rbac/roles/?users=5', 'key-boss');

    expect(second.json.user_obj.roles_obj).toMatchObject([{ name: 'ak-managed-role--user-5' }]);
    expect(column(roles, 'name')).toEqual(['ak-managed-role--user-5']);
  });

  it('gives that role back to who has lost it', async () => {
    const { write, ask } = await start('2025.12');
    const first = await write('POST /core/tokens/', 'key-guest', { identifier: 'first' });

    await write('PATCH /core/users/5/', 'key-boss', { roles: [] });
    const second = await write('POST /core/tokens/', 'key-guest', { identifier: 'second' });
    const roles = await ask('/rbac/roles/', 'key-boss');

    expect(second.json.user_obj.roles).toEqual(first.json.user_obj.roles);
    expect(column(roles, 'name')).toEqual(['First', 'Second', 'ak-managed-role--user-5']);
  });

  it('does not call roles inherited that a group has itself', async () => {
    const groups = aCompany().groups.map((group) => (group.pk === READERS ? { ...group, parents: [TEAM] } : group));
    const { write } = await start('2025.12', { groups });
    const inherit = (roles: string[]) =>
      write(`PATCH /core/groups/${READERS}/?include_inherited_roles=true`, 'key-boss', { roles });

    const [inherited, own] = [await inherit([FIRST_ROLE]), await inherit([SECOND_ROLE])];

    expect(inherited.json.inherited_roles_obj).toMatchObject([{ pk: SECOND_ROLE }]);
    expect(own.json.inherited_roles_obj).toEqual([]);
  });

  it('lets a group be its own ancestor', async () => {
    const { write, ask } = await start('2025.12');

    const made = await write(`PATCH /core/groups/${TEAM}/`, 'key-boss', { parents: [TEAM] });
    const uses = await ask(`/core/groups/${TEAM}/used_by/`, 'key-boss');
    const me = await ask('/core/users/me/', 'key-clerk');

    expect([made.json.parents, made.json.children]).toEqual([[TEAM], [TEAM]]);
    expect(uses.json[0]).toMatchObject({ pk: `${TEAM}-${TEAM}` });
    expect(me.json.user.groups).toHaveLength(1);
  });

  it('finds users by roles given to them directly', async () => {
    const { ask } = await start('2025.12', withRoles('guest', SECOND_ROLE));

    const [found, refused] = [
      await ask(`/core/users/?roles_by_pk=${SECOND_ROLE}`, 'key-boss'),
      await ask('/core/users/?roles_by_name=Nobody', 'key-boss'),
    ];

    expect(column(found, 'username')).toEqual(['guest']);
    expect(refused.json.roles_by_name[0]).toMatch(/^Select a valid choice\. Nobody/);
  });

  it('lets groups share a role', async () => {
    const { write } = await start('2025.12');

    const shared = await write(`PATCH /core/groups/${READERS}/`, 'key-boss', { roles: [SECOND_ROLE] });

    expect([shared.status, shared.json.roles]).toEqual([200, [SECOND_ROLE]]);
  });

  it('checks service accounts before, and their groups after they are written', async () => {
    const { write, ask } = await start('2025.12');
    const create = (body: unknown) => write('POST /core/users/service_account/', 'key-boss', body);

    const [invalid, conflict] = [
      await create({ name: '', expires: 'x' }),
      await create({ name: 'Team', create_group: true }),
    ];
    const users = await ask('/core/users/?username=Team', 'key-boss');
    const without = await create({ name: 'Team' });

    expect(invalid.json).toMatchObject({ name: ['This field may not be blank.'], expires: [expect.any(String)] });
    expect([conflict.status, conflict.json]).toEqual([
      400,
      { non_field_errors: ['A user/group with these details already exists'] },
    ]);
    expect([users.json.results, without.status]).toEqual([[], 200]);
  });

  it('breaks when who is no superuser asks what uses a user', async () => {
    const { ask } = await start('2025.12');

    const [broken, told] = [
      await ask('/core/users/3/used_by/', 'key-reader'),
      await ask('/core/users/3/used_by/', 'key-boss'),
    ];

    expect([broken.status, told.json]).toMatchObject([500, [{ name: 'Group Team' }]]);
  });

  it('tells of a group its ties to ancestors and descendants', async () => {
    const { ask } = await start('2025.12');

    const uses = await ask(`/core/groups/${MIDDLE}/used_by/`, 'key-boss');

    expect(uses.json.map(({ name }: { name: string }) => name)).toEqual([
      `Group Ancestry Node from ${MIDDLE} to ${ROOT}`,
      `Group Ancestry Node from ${LEAF} to ${MIDDLE}`,
      `Group Parentage Node from #${MIDDLE} to ${ROOT}`,
      `Group Parentage Node from #${LEAF} to ${MIDDLE}`,
      'Group Root',
      'Group Leaf',
    ]);
  });
});

describe('as 2026.2', () => {
  const recoverable = { recoveryFlow: 'recover', emailStages: [{ pk: ROOT, name: 'mail' }] };

  it('shows the tokens of others to who has `view_token`, and hides their keys by 403', async () => {
    const permissions = { globalPermissions: { reader: ['view_token'] } };
    const [older, newer] = [await start('2025.12', permissions), await start('2026.2', permissions)];
    const path = '/core/tokens/guest-api/';

    const statuses = [
      (await older.ask(path, 'key-reader')).status,
      (await newer.ask(path, 'key-reader')).status,
      (await older.ask(`${path}view_key/`, 'key-reader')).status,
      (await newer.ask(`${path}view_key/`, 'key-reader')).status,
    ];

    expect(statuses).toEqual([404, 200, 404, 403]);
  });

  it('makes recovery links that last as long as asked', async () => {
    const { write, ask } = await start('2026.2', recoverable);

    const made = await write('POST /core/users/3/recovery/', 'key-boss', { token_duration: 'hours=2;minutes=15' });
    const lasting = await ask('/core/tokens/?intent=verification', 'key-boss');
    const again = await write('POST /core/users/3/recovery/', 'key-boss');
    const standard = await ask('/core/tokens/?intent=verification', 'key-boss');
    const broken = await write('POST /core/users/3/recovery/', 'key-boss', { token_duration: 'long' });

    expect(again.json).toEqual(made.json);
    expect(column(lasting, 'expires')).toEqual(['2026-03-01T14:15:00.500000Z']);
    expect(column(standard, 'expires')).toEqual(['2026-03-01T12:30:00.500000Z']);
    expect(broken.status).toBe(405);
  });

  it.each([
    [{}, { email_stage: ['This field is required.'] }],
    [{ email_stage: 'x' }, { email_stage: ['Must be a valid UUID.'] }],
    [{ email_stage: TEAM }, { non_field_errors: 'Email stage not found.' }],
  ])('mails no link by %j', async (body, problem) => {
    const { write, ask } = await start('2026.2', recoverable);

    const refused = await write(`POST /core/users/3/recovery_email/?email_stage=${ROOT}`, 'key-boss', body);
    const tokens = await ask('/core/tokens/?intent=verification', 'key-boss');

    expect([refused.status, refused.json, tokens.json.results]).toEqual([400, problem, []]);
  });

  it('filters users by their last login', async () => {
    const { ask } = await start('2026.2');

    const [since, never] = [
      await ask('/core/users/?last_login__gt=2025-06-01', 'key-boss'),
      await ask('/core/users/?last_login__isnull=true', 'key-boss'),
    ];

    expect(column(since, 'username')).toEqual(['clerk']);
    expect(column(never, 'username')).toEqual(['boss', 'outpost', 'reader']);
  });

  it('filters roles by a group under its new name', async () => {
    const [older, newer] = [await start('2025.12'), await start('2026.2')];

    const found = [
      await older.ask(`/rbac/roles/?ak_groups=${TEAM}`, 'key-boss'),
      await newer.ask(`/rbac/roles/?groups=${TEAM}`, 'key-boss'),
    ];
    const refused = await newer.ask('/rbac/roles/?users=99', 'key-boss');

    expect(found.map((reply) => column(reply, 'name'))).toEqual([['Second'], ['Second']]);
    expect(refused.status).toBe(400);
  });
});
