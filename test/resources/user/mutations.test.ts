import { describe, expect, it } from 'vitest';
import { recordedData } from '../../support/gateway.ts';
import { mutate } from '../../support/mutate.ts';
import { SWITCHES, since, target } from '../../support/release.ts';
import { startWatchedGateway } from '../../support/watched-sandbox.ts';

const PLATFORM = '4ded7772-f47b-4a39-800e-14d2a6b1b6f9';
const STAGE = 'c0ffee00-0000-4000-8000-000000000001';

describe('createUser', () => {
  it('creates what is named and answers it with one request', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'createUser', {
      input: {
        username: 'new-1',
        name: '',
        type: 'EXTERNAL',
        groupIds: [PLATFORM],
        attributes: { a: { b: 1 } },
        email: null,
      },
      select: 'user { username type isActive email attributes groups { name } } warnings { field }',
    });

    expect(data).toEqual({
      user: {
        username: 'new-1',
        type: 'EXTERNAL',
        isActive: true,
        email: '',
        attributes: { a: { b: 1 } },
        groups: [{ name: 'Platform' }],
      },
      warnings: [],
    });
    expect(gateway.sent).toEqual([
      {
        method: 'POST',
        target: target('/core/users/', SWITCHES.userWithGroups),
        body: {
          username: 'new-1',
          name: '',
          email: '',
          type: 'external',
          groups: [PLATFORM],
          attributes: { a: { b: 1 } },
        },
      },
    ]);
  });

  it.each([
    [
      'CONFLICT',
      { username: 'plain', name: 'x' },
      [{ path: ['input', 'username'], message: 'This field must be unique.' }],
      'key-admin',
    ],
    [
      'BAD_USER_INPUT',
      { username: 'n1', name: 'n', email: 'bad', path: '/a' },
      [
        { path: ['input', 'email'], message: 'Enter a valid email address.' },
        { path: ['input', 'path'], message: 'No leading or trailing slashes allowed.' },
      ],
      'key-admin',
    ],
    ['FORBIDDEN', { username: 'n1', name: 'n' }, undefined, 'key-viewer'],
    ['FORBIDDEN', { username: 'n1', name: 'n' }, undefined, 'key-plain'],
  ])('answers %s for %o', async (code, input, issues, key) => {
    const { data } = await mutate(await startWatchedGateway(), 'createUser', { input, key });

    expect([data?.code, data?.issues]).toEqual([code, issues]);
  });

  it.each([
    [{ username: 'x', name: 'x', groupIds: ['zzz'] }, ['input', 'groupIds', '0']],
    [{ username: 'x', name: 'x', attributes: [] }, ['input', 'attributes']],
    [{ username: 'x', name: 'x', attributes: { big: 2 ** 60 } }, ['input', 'attributes']],
    [{ username: 'x', name: 'x', attributes: { 'a\0': 1 } }, ['input', 'attributes']],
  ])('refuses %o unasked', async (input, path) => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'createUser', { input });

    expect(data).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path }] });
    expect(gateway.sent).toEqual([]);
  });
});

describe('updateUser', () => {
  it('sends only what is named, with one request', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateUser', {
      input: { id: '4', name: 'Renamed', email: null, isActive: false },
      select: 'user { name email isActive attributes } warnings { field }',
    });

    expect(data).toEqual({
      user: { name: 'Renamed', email: '', isActive: false, attributes: { dept: 'eng', nested: { n: 1 } } },
      warnings: [],
    });
    expect(gateway.sent).toEqual([
      {
        method: 'PATCH',
        target: target('/core/users/4/', SWITCHES.user),
        body: { name: 'Renamed', email: '', is_active: false },
      },
    ]);
  });

  it('merges attributes into what is there, read just before', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateUser', {
      input: { id: '4', attributes: { merge: { dept: null, nested: { m: [1, 2] }, 'a.b/c': true } } },
      select: 'user { attributes }',
    });

    expect(data).toEqual({ user: { attributes: { nested: { n: 1, m: [1, 2] }, 'a.b/c': true } } });
    expect(gateway.sent.map(({ method, target }) => `${method} ${target}`)).toEqual([
      target('GET /core/users/4/', SWITCHES.user),
      target('PATCH /core/users/4/', SWITCHES.user),
    ]);
  });

  it('replaces attributes without reading them', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateUser', {
      input: { id: '4', attributes: { replace: {} } },
      select: 'user { attributes }',
    });

    expect(data).toEqual({ user: { attributes: {} } });
    expect(gateway.sent.map(({ body }) => body)).toEqual([{ attributes: {} }]);
  });

  it('warns of what else changed between read and write', async () => {
    const gateway = await startWatchedGateway({
      hook: async ({ method }, { pass }) => {
        if (method === 'PATCH') {
          await gateway.direct('PATCH', '/core/users/4/', { email: 'theirs@example.test', groups: [] });
        }
        pass();
      },
    });

    const { data } = await mutate(gateway, 'updateUser', {
      input: { id: '4', name: 'x', attributes: { merge: { a: 1 } } },
      select: 'user { email } warnings { field }',
    });

    expect(data).toEqual({
      user: { email: 'theirs@example.test' },
      warnings: [{ field: 'email' }, { field: 'groups' }],
    });
  });

  it('refuses to merge into attributes that cannot be carried exactly', async () => {
    const dataset = recordedData();
    const gateway = await startWatchedGateway({
      dataset,
      hook: ({ method }, { pass, response }) => {
        if (method !== 'GET') {
          return pass();
        }
        const user = JSON.stringify({ ...aRow(), attributes: 'HERE' }).replace(
          '"HERE"',
          '{"a":[{"big":12345678901234567890}]}',
        );
        response.writeHead(200, { 'content-type': 'application/json' }).end(user);
      },
    });

    const { data } = await mutate(gateway, 'updateUser', { input: { id: '4', attributes: { merge: { b: 1 } } } });

    expect(data).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['input', 'attributes', 'merge'] }] });
    expect(gateway.sent.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each([
    [{ id: '4', attributes: {} }, ['input', 'attributes']],
    [{ id: '4', attributes: null }, ['input', 'attributes']],
    [{ id: '4', attributes: { merge: {}, replace: {} } }, ['input', 'attributes']],
    [{ id: '4', attributes: { merge: 'x' } }, ['input', 'attributes', 'merge']],
    [{ id: '4', username: null }, ['input', 'username']],
    [{ id: 'me', name: 'x' }, ['input', 'id']],
  ])('refuses %o unasked', async (input, path) => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateUser', { input });

    expect(data).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path }] });
    expect(gateway.sent).toEqual([]);
  });

  it.each([
    ['CONFLICT', { id: '5', username: 'plain' }, 'key-admin'],
    ['BAD_USER_INPUT', { id: '5', username: '' }, 'key-admin'],
    ['NOT_FOUND', { id: '999999', name: 'x' }, 'key-admin'],
    ['FORBIDDEN', { id: '5', name: 'x' }, 'key-viewer'],
    ['FORBIDDEN', { id: '4', name: 'x' }, 'key-plain'],
  ])('answers %s for %o with %s', async (code, input, key) => {
    const { data } = await mutate(await startWatchedGateway(), 'updateUser', { input, key });

    expect(data?.code).toBe(code);
  });
});

describe('deleteUser', () => {
  it('deletes with one request', async () => {
    const gateway = await startWatchedGateway();

    const first = await mutate(gateway, 'deleteUser', { input: { id: '7' }, select: 'deletedId' });
    const second = await mutate(gateway, 'deleteUser', { input: { id: '7' } });
    const third = await mutate(gateway, 'deleteUser', { input: { id: '6' }, key: 'key-viewer' });

    expect([first.data, second.data?.code, third.data?.code]).toEqual([{ deletedId: '7' }, 'NOT_FOUND', 'FORBIDDEN']);
    expect(gateway.sent[0]).toEqual({ method: 'DELETE', target: '/core/users/7/', body: undefined });
  });
});

describe('setUserPassword', () => {
  it('sends the password and reads the user only where it is selected', async () => {
    const gateway = await startWatchedGateway();

    const plain = await mutate(gateway, 'setUserPassword', {
      input: { id: '4', password: 'Str0ng-pass!' },
      select: 'userId',
    });
    const read = await mutate(gateway, 'setUserPassword', {
      input: { id: '4', password: 'x' },
      select: 'user { username }',
    });

    expect([plain.data, read.data]).toEqual([{ userId: '4' }, { user: { username: 'plain' } }]);
    expect(gateway.sent.map(({ method, target, body }) => [method, target, body])).toEqual([
      ['POST', '/core/users/4/set_password/', { password: 'Str0ng-pass!' }],
      ['POST', '/core/users/4/set_password/', { password: 'x' }],
      ['GET', target('/core/users/4/', SWITCHES.user), undefined],
    ]);
  });

  it.each([
    ['BAD_USER_INPUT', { id: '4', password: '' }, 'key-admin'],
    ['FORBIDDEN', { id: '4', password: 'x' }, 'key-plain'],
    ['NOT_FOUND', { id: '999999', password: 'x' }, 'key-admin'],
  ])('answers %s for %o with %s', async (code, input, key) => {
    const { data } = await mutate(await startWatchedGateway(), 'setUserPassword', { input, key });

    expect(data?.code).toBe(code);
  });
});

describe('createServiceAccount', () => {
  it('answers the app password once, and user and group only where they are selected', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'createServiceAccount', {
      input: { name: 'sa-1', createGroup: true },
      select: 'key username userId user { type } group { name } warnings { field }',
    });

    expect(data).toEqual({
      key: expect.stringMatching(/^\w{60}$/),
      username: 'sa-1',
      userId: expect.stringMatching(/^\d+$/),
      user: { type: 'SERVICE_ACCOUNT' },
      group: { name: 'sa-1' },
      warnings: [],
    });
    expect(gateway.sent[0]).toEqual({
      method: 'POST',
      target: '/core/users/service_account/',
      body: { name: 'sa-1', create_group: true },
    });
    expect(gateway.sent).toHaveLength(3);
  });

  it('says CONFLICT without the database’s words for a name that is taken', async () => {
    const { data } = await mutate(await startWatchedGateway(), 'createServiceAccount', { input: { name: 'plain' } });

    expect(data).toMatchObject({
      code: 'CONFLICT',
      issues: [
        {
          path: ['input', 'name'],
          message: since('2025.12', 'This field must be unique.', 'Something else already has this value.'),
        },
      ],
    });
    expect(JSON.stringify(data)).not.toMatch(/duplicate|constraint|authentik_core/);
  });

  it.each([
    ['BAD_USER_INPUT', { name: '' }, 'key-admin'],
    ['BAD_USER_INPUT', { name: 'x'.repeat(151) }, 'key-admin'],
    ['FORBIDDEN', { name: 'sa-3' }, 'key-plain'],
  ])('answers %s for %o with %s', async (code, input, key) => {
    const { data } = await mutate(await startWatchedGateway(), 'createServiceAccount', { input, key });

    expect(data?.code).toBe(code);
  });
});

describe('createRecoveryLink', () => {
  it('answers the link, in its payload only', async () => {
    const gateway = await startWatchedGateway({ dataset: { ...recordedData(), recoveryFlow: 'recovery' } });

    const { data } = await mutate(gateway, 'createRecoveryLink', { input: { userId: '4' }, select: 'link userId' });

    expect(data).toEqual({ link: expect.stringMatching(/^http/), userId: '4' });
    expect(gateway.sent).toEqual([{ method: 'POST', target: '/core/users/4/recovery/', body: undefined }]);
  });

  it('says in authentik’s words that there is no flow', async () => {
    const { data } = await mutate(await startWatchedGateway(), 'createRecoveryLink', { input: { userId: '4' } });

    expect(data).toMatchObject({ code: 'BAD_USER_INPUT', nonFieldErrors: ['No recovery flow set.'] });
  });

  it('is FORBIDDEN to whoever may not reset passwords', async () => {
    const { data } = await mutate(await startWatchedGateway(), 'createRecoveryLink', {
      input: { userId: '4' },
      key: 'key-plain',
    });

    expect(data?.code).toBe('FORBIDDEN');
  });
});

describe('sendRecoveryEmail', () => {
  const dataset = { ...recordedData(), recoveryFlow: 'recovery', emailStages: [{ pk: STAGE, name: 'mail' }] };

  it('has the e-mail sent', async () => {
    const gateway = await startWatchedGateway({ dataset });

    const { data } = await mutate(gateway, 'sendRecoveryEmail', {
      input: { userId: '4', emailStageId: STAGE },
      select: 'user { username }',
    });

    expect(data).toEqual({ user: { username: 'plain' } });
    expect(gateway.sent).toEqual([
      {
        method: 'POST',
        ...since(
          '2026.2',
          { target: '/core/users/4/recovery_email/', body: { email_stage: STAGE } },
          { target: `/core/users/4/recovery_email/?email_stage=${STAGE}`, body: undefined },
        ),
      },
      { method: 'GET', target: target('/core/users/4/', SWITCHES.user), body: undefined },
    ]);
  });

  it.each([
    ['FORBIDDEN', { userId: '4', emailStageId: STAGE }, 'key-plain'],
    ['BAD_USER_INPUT', { userId: '4', emailStageId: 'x' }, 'key-admin'],
  ])('answers %s for %o with %s', async (code, input, key) => {
    const { data } = await mutate(await startWatchedGateway({ dataset }), 'sendRecoveryEmail', { input, key });

    expect(data?.code).toBe(code);
  });
});

function aRow(): object {
  return {
    pk: 4,
    username: 'plain',
    name: 'Plain User',
    is_active: true,
    last_login: null,
    is_superuser: false,
    groups: [],
    groups_obj: null,
    email: '',
    avatar: '',
    uid: 'u',
    path: 'users',
    type: 'internal',
    uuid: 'd3ce19d3-8b99-4e2b-a67a-35619ad25460',
  };
}
