import { describe, expect, it } from 'vitest';
import { recordedData } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { startWatchedGateway } from '../support/watched-sandbox.ts';

const PLATFORM = '4ded7772-f47b-4a39-800e-14d2a6b1b6f9';
const ENGINEERING = '76d7ee98-04c4-4ec7-88ca-d582089af69c';
const SUPPORT = '13af7e69-5b53-4a49-b563-720d6f6715d0';
const STAGE = 'c0ffee00-0000-4000-8000-000000000001';

describe.each(['2024.6.5', '2025.10.0-rc1', '2025.12.4', '2026.2.3-rc1'])('in front of %s', (authentikVersion) => {
  const start = (dataset = recordedData()) => startWatchedGateway({ authentikVersion, dataset });

  it('a raw PATCH takes owner and intent, updateToken does not', async () => {
    const gateway = await start();

    await mutate(gateway, 'updateToken', { input: { identifier: 'plain-app', description: 'x' } });
    await gateway.direct('PATCH', '/core/tokens/ops-1-app/', { description: 'x' });

    const kept = await gateway.direct('GET', '/core/tokens/plain-app/');
    const taken = await gateway.direct('GET', '/core/tokens/ops-1-app/');
    expect(kept.body).toMatchObject({
      user: 4,
      intent: 'app_password',
      expires: '2099-01-01T00:00:00Z',
      description: 'x',
    });
    expect(taken.body).toMatchObject({ user: 2, intent: 'api', description: 'x' });
  });

  it('what is taken is CONFLICT, at the input’s own name', async () => {
    const gateway = await start();
    const runs: [string, object, string][] = [
      ['createToken', { identifier: 'plain-api' }, 'identifier'],
      ['createUser', { username: 'plain', name: '' }, 'username'],
      ['createGroup', { name: 'Platform' }, 'name'],
      ['createServiceAccount', { name: 'plain' }, 'name'],
    ];

    for (const [name, input, field] of runs) {
      const { data } = await mutate(gateway, name, { input });
      expect([name, data?.code, data?.issues]).toEqual([
        name,
        'CONFLICT',
        [{ path: ['input', field], message: expect.not.stringMatching(/duplicate key|authentik_core/) }],
      ]);
    }
  });

  it('a group gets the parent it is told, and loses it', async () => {
    const gateway = await start();
    const select = 'group { parent { id } } warnings { field }';

    const created = await mutate(gateway, 'createGroup', { input: { name: 'g', parentId: SUPPORT }, select });
    const moved = await mutate(gateway, 'updateGroup', { input: { id: PLATFORM, parentId: SUPPORT }, select });
    const freed = await mutate(gateway, 'updateGroup', { input: { id: PLATFORM, parentId: null }, select });

    const below = { group: { parent: { id: SUPPORT } }, warnings: [] };
    expect([created.data, moved.data, freed.data]).toEqual([below, below, { group: { parent: null }, warnings: [] }]);
  });

  it('people join and leave, and nobody is no error', async () => {
    const gateway = await start();
    const select = 'users { pk code } group { members { pk } }';
    const input = { groupId: PLATFORM, userIds: ['6', '999999'] };

    const joined = await mutate(gateway, 'addUsersToGroup', { input, select });
    const left = await mutate(gateway, 'removeUsersFromGroup', { input, select });

    const users = [
      { pk: 6, code: null },
      { pk: 999999, code: 'NOT_FOUND' },
    ];
    expect(joined.data).toEqual({ users, group: { members: [{ pk: 4 }, { pk: 5 }, { pk: 6 }] } });
    expect(left.data).toEqual({ users, group: { members: [{ pk: 4 }, { pk: 5 }] } });
  });

  it('a recovery e-mail is sent by the stage that was named', async () => {
    const gateway = await start({
      ...recordedData(),
      recoveryFlow: 'recovery',
      emailStages: [{ pk: STAGE, name: 'mail' }],
    });

    const { data } = await mutate(gateway, 'sendRecoveryEmail', {
      input: { userId: '4', emailStageId: STAGE },
      select: 'userId',
    });

    expect(data).toEqual({ userId: '4' });
  });
});

describe('a write says what the release that is known takes, and all of it where none is', () => {
  it.each([
    ['2025.10.0', { parent: ENGINEERING }, { parent: null }],
    ['2025.12.0', { parents: [ENGINEERING] }, { parents: [] }],
    ['', { parent: ENGINEERING, parents: [ENGINEERING] }, { parent: null, parents: [] }],
  ])('says the parent as release "%s" does, whatever the others would pass over', async (version, set, cleared) => {
    const gateway = await startWatchedGateway({
      authentikVersion: '2025.10.0-rc1',
      settings: { authentikVersion: version === '' ? undefined : version },
    });

    await mutate(gateway, 'updateGroup', { input: { id: PLATFORM, parentId: ENGINEERING } });
    await mutate(gateway, 'updateGroup', { input: { id: PLATFORM, parentId: null } });

    const patches = gateway.sent.filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ body }) => body)).toEqual([set, cleared]);
  });

  it('warns of a parent that authentik passed over', async () => {
    const gateway = await startWatchedGateway({
      authentikVersion: '2025.10.0-rc1',
      settings: { authentikVersion: '2025.12.0' },
    });

    const { data } = await mutate(gateway, 'updateGroup', {
      input: { id: PLATFORM, parentId: null },
      select: 'warnings { field }',
    });

    expect(data).toEqual({ warnings: [{ field: 'parents' }] });
  });

  it.each([
    ['2025.10.0', `/core/users/4/recovery_email/?email_stage=${STAGE}`, undefined],
    ['2026.2.0', '/core/users/4/recovery_email/', { email_stage: STAGE }],
    ['unknown', `/core/users/4/recovery_email/?email_stage=${STAGE}`, { email_stage: STAGE }],
  ])('tells %s the stage where it looks for it', async (authentikVersion, target, body) => {
    const gateway = await startWatchedGateway({
      settings: { authentikVersion: authentikVersion === 'unknown' ? undefined : authentikVersion },
      hook: (_sent, { response }) => response.writeHead(204).end(),
    });

    const { data } = await mutate(gateway, 'sendRecoveryEmail', {
      input: { userId: '4', emailStageId: STAGE },
      select: 'userId',
    });

    expect(data).toEqual({ userId: '4' });
    expect(gateway.sent[0]).toEqual({ method: 'POST', target, body });
  });
});
