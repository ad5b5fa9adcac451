import { describe, expect, it } from 'vitest';
import { mutate } from '../../support/mutate.ts';
import { SWITCHES, since, target } from '../../support/release.ts';
import { startWatchedGateway } from '../../support/watched-sandbox.ts';

const PLATFORM = '4ded7772-f47b-4a39-800e-14d2a6b1b6f9';
const ENGINEERING = '76d7ee98-04c4-4ec7-88ca-d582089af69c';
const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** A group's parent as the release behind is told it. */
const aParent = (id: string | null) => since('2025.12', { parents: id === null ? [] : [id] }, { parent: id });

describe('createGroup', () => {
  it('creates what is named and answers it with one request', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'createGroup', {
      input: { name: 'g1', parentId: ENGINEERING.toUpperCase(), attributes: { x: 1 } },
      select: 'group { name isSuperuser usersCount attributes parent { id name } members { pk } } warnings { field }',
    });

    expect(data).toEqual({
      group: {
        name: 'g1',
        isSuperuser: false,
        usersCount: 0,
        attributes: { x: 1 },
        parent: { id: ENGINEERING, name: 'Engineering' },
        members: [],
      },
      warnings: [],
    });
    expect(gateway.sent).toEqual([
      {
        method: 'POST',
        target: target('/core/groups/', SWITCHES.groupWithMembers),
        body: { name: 'g1', ...aParent(ENGINEERING), attributes: { x: 1 } },
      },
    ]);
  });

  it.each([
    [
      'CONFLICT',
      { name: 'Platform' },
      {
        path: ['input', 'name'],
        message: since('2025.12', 'Group with this name already exists.', 'This field must be unique.'),
      },
    ],
    [
      'BAD_USER_INPUT',
      { name: 'g', parentId: NOWHERE },
      { path: ['input', 'parentId'], message: `Invalid pk "${NOWHERE}" - object does not exist.` },
    ],
    ['BAD_USER_INPUT', { name: 'g', parentId: 'x' }, { path: ['input', 'parentId'] }],
  ])('answers %s for %o', async (code, input, issue) => {
    const { data } = await mutate(await startWatchedGateway(), 'createGroup', { input });

    expect(data).toMatchObject({ code, issues: [issue] });
  });

  it.each(['key-viewer', 'key-plain'])('is FORBIDDEN with %s', async (key) => {
    const { data } = await mutate(await startWatchedGateway(), 'createGroup', { input: { name: 'g' }, key });

    expect(data?.code).toBe('FORBIDDEN');
  });
});

describe('updateGroup', () => {
  it('sends only what is named, and never the members', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateGroup', {
      input: { id: PLATFORM, name: 'Plat', parentId: null },
      select: 'group { name parentName usersCount } warnings { field }',
    });

    expect(data).toEqual({ group: { name: 'Plat', parentName: null, usersCount: 2 }, warnings: [] });
    expect(gateway.sent).toEqual([
      {
        method: 'PATCH',
        target: target(`/core/groups/${PLATFORM}/`, SWITCHES.group),
        body: { name: 'Plat', ...aParent(null) },
      },
    ]);
  });

  it('merges and replaces attributes as the input says', async () => {
    const gateway = await startWatchedGateway();
    const select = 'group { attributes }';

    const merged = await mutate(gateway, 'updateGroup', {
      input: { id: PLATFORM, attributes: { merge: { on_call: { size: null } } } },
      select,
    });
    const replaced = await mutate(gateway, 'updateGroup', {
      input: { id: PLATFORM, attributes: { replace: { a: 1 } } },
      select,
    });

    expect(merged.data).toEqual({ group: { attributes: { tier: 1, on_call: { rota: 'blue' } } } });
    expect(replaced.data).toEqual({ group: { attributes: { a: 1 } } });
    expect(gateway.sent.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'PATCH']);
  });

  it('warns of a member who came between read and write', async () => {
    const gateway = await startWatchedGateway({
      hook: async ({ method }, { pass }) => {
        if (method === 'PATCH') {
          await gateway.direct('POST', `/core/groups/${PLATFORM}/add_user/`, { pk: 6 });
        }
        pass();
      },
    });

    const { data } = await mutate(gateway, 'updateGroup', {
      input: { id: PLATFORM, attributes: { merge: { a: 1 } } },
      select: 'group { usersCount } warnings { field }',
    });

    expect(data).toEqual({ group: { usersCount: 3 }, warnings: [{ field: 'members' }] });
  });

  it.each([
    ['BAD_USER_INPUT', { id: PLATFORM, parentId: PLATFORM.toUpperCase() }, 'key-admin', 0],
    ['BAD_USER_INPUT', { id: PLATFORM, isSuperuser: null }, 'key-admin', 0],
    ['BAD_USER_INPUT', { id: PLATFORM }, 'key-admin', 0],
    ['BAD_USER_INPUT', { id: PLATFORM, name: '' }, 'key-admin', 1],
    ['CONFLICT', { id: PLATFORM, name: 'Support' }, 'key-admin', 1],
    ['NOT_FOUND', { id: NOWHERE, name: 'x' }, 'key-admin', 1],
    ['FORBIDDEN', { id: PLATFORM, name: 'x' }, 'key-viewer', 1],
  ])('answers %s for %o with %s', async (code, input, key, writes) => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateGroup', { input, key });

    expect([data?.code, gateway.sent.filter(({ method }) => method === 'PATCH').length]).toEqual([code, writes]);
  });
});

describe('deleteGroup', () => {
  it('deletes with one request', async () => {
    const gateway = await startWatchedGateway();

    const forbidden = await mutate(gateway, 'deleteGroup', { input: { id: PLATFORM }, key: 'key-viewer' });
    const first = await mutate(gateway, 'deleteGroup', { input: { id: PLATFORM }, select: 'deletedId' });
    const second = await mutate(gateway, 'deleteGroup', { input: { id: PLATFORM } });

    expect([forbidden.data?.code, first.data, second.data?.code]).toEqual([
      'FORBIDDEN',
      { deletedId: PLATFORM },
      'NOT_FOUND',
    ]);
  });
});

describe.each([
  ['addUsersToGroup', 'add_user', [2, 4, 5]],
  ['removeUsersFromGroup', 'remove_user', [4, 5]],
] as const)('%s', (name, action, members) => {
  const change = `/core/groups/${PLATFORM}/${action}/`;

  it('sends one request a user, each user once, and tells what became of each', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, name, {
      input: { groupId: PLATFORM, userIds: ['2', '2', '999999'] },
      select: 'groupId users { pk isDone code }',
    });

    expect(data).toEqual({
      groupId: PLATFORM,
      users: [
        { pk: 2, isDone: true, code: null },
        { pk: 999999, isDone: false, code: 'NOT_FOUND' },
      ],
    });
    expect(gateway.sent).toEqual([
      { method: 'POST', target: change, body: { pk: 2 } },
      { method: 'POST', target: change, body: { pk: 999999 } },
    ]);
  });

  it('reads the group, after all of it, and the users only where they are selected', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, name, {
      input: { groupId: PLATFORM, userIds: ['2'] },
      select: 'group { name members { pk } } users { user { username } }',
    });

    expect(data).toEqual({
      group: { name: 'Platform', members: members.map((pk) => ({ pk })) },
      users: [{ user: { username: 'akadmin' } }],
    });
    expect(gateway.sent.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });

  it.each([
    ['NOT_FOUND', { groupId: PLATFORM, userIds: ['999999', '999998'] }, 'key-admin', 2],
    ['NOT_FOUND', { groupId: NOWHERE, userIds: ['4'] }, 'key-admin', 1],
    ['FORBIDDEN', { groupId: PLATFORM, userIds: ['6', '2'] }, 'key-viewer', 2],
    ['BAD_USER_INPUT', { groupId: PLATFORM, userIds: [] }, 'key-admin', 0],
    ['BAD_USER_INPUT', { groupId: PLATFORM, userIds: ['4', 'x'] }, 'key-admin', 0],
    [
      'BAD_USER_INPUT',
      { groupId: PLATFORM, userIds: Array.from({ length: 41 }, (_, pk) => String(pk)) },
      'key-admin',
      0,
    ],
  ])('is %s where nothing was done for anybody: %o with %s', async (code, input, key, writes) => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, name, { input, key });

    expect(data?.code).toBe(code);
    expect(gateway.sent.filter(({ method }) => method === 'POST')).toHaveLength(writes);
  });

  it('tries nobody further once an outcome is unknown, and says so of each', async () => {
    const gateway = await startWatchedGateway({
      hook: ({ body }, { pass, lose }) => (JSON.stringify(body) === '{"pk":5}' ? lose() : pass()),
    });

    const { data, codes } = await mutate(gateway, name, {
      input: { groupId: PLATFORM, userIds: ['4', '5', '6'] },
      select: 'users { pk isDone code message }',
    });

    expect(codes).toBeUndefined();
    expect(data?.users).toEqual([
      { pk: 4, isDone: true, code: null, message: null },
      { pk: 5, isDone: false, code: 'UPSTREAM_OUTCOME_UNKNOWN', message: expect.stringMatching(/look whether/) },
      { pk: 6, isDone: false, code: 'NOT_TRIED', message: 'Not tried: authentik failed at a user before.' },
    ]);
    expect(gateway.sent).toHaveLength(2);
  });

  it('is refused, unasked, when the users are more than the budget', async () => {
    const gateway = await startWatchedGateway({ settings: { maxUpstreamRequests: 3 } });

    const over = await mutate(gateway, name, {
      input: { groupId: PLATFORM, userIds: ['2', '4', '5'] },
      select: 'group { name }',
    });
    expect([over.codes, gateway.sent]).toEqual([['UPSTREAM_BUDGET_EXCEEDED'], []]);

    const within = await mutate(gateway, name, {
      input: { groupId: PLATFORM, userIds: ['2', '4'] },
      select: 'group { name }',
    });
    expect([within.codes, gateway.sent.length]).toEqual([undefined, 3]);
  });
});
