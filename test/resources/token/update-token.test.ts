import { describe, expect, it } from 'vitest';
import { mutate } from '../../support/mutate.ts';
import { SWITCHES, since, target } from '../../support/release.ts';
import { startWatchedGateway } from '../../support/watched-sandbox.ts';

const STATE = 'token { identifier intent description expires expiring user { username } } warnings { field message }';
const READ = { method: 'GET', target: target('/core/tokens/plain-app/', SWITCHES.user), body: undefined };

async function stateOf(gateway: Awaited<ReturnType<typeof startWatchedGateway>>, identifier: string) {
  const { body } = await gateway.direct('GET', `/core/tokens/${identifier}/`);
  const { user, intent, description, expires, expiring } = body as Record<string, unknown>;
  return { user, intent, description, expires, expiring };
}

describe('the trap, side by side', () => {
  const before = {
    user: 4,
    intent: 'app_password',
    description: 'mail client',
    expires: '2099-01-01T00:00:00Z',
    expiring: true,
  };

  it('is there: a raw PATCH by a superuser takes owner, intent and expiry from an app password', async () => {
    const gateway = await startWatchedGateway();
    expect(await stateOf(gateway, 'plain-app')).toEqual(before);

    await gateway.direct('PATCH', '/core/tokens/plain-app/', { description: 'x' });

    const after = await stateOf(gateway, 'plain-app');
    expect(after).toMatchObject({ user: 2, intent: 'api', description: 'x' });
    expect(after.expires).not.toBe(before.expires);
    const back = await gateway.direct('PATCH', '/core/tokens/plain-app/', { user: 4, intent: 'app_password' });
    expect([back.status, back.body]).toEqual([400, { user: ['User cannot be changed'] }]);
  });

  it('is there for owners too: a raw PATCH makes an API token of their app password', async () => {
    const gateway = await startWatchedGateway();

    await gateway.direct('PATCH', '/core/tokens/plain-app/', { description: 'x' }, 'key-plain');

    expect(await stateOf(gateway, 'plain-app')).toMatchObject({ user: 4, intent: 'api' });
  });

  it.each(['key-admin', 'key-plain'])('is not there through updateToken, for %s', async (key) => {
    const gateway = await startWatchedGateway();

    const answer = await mutate(gateway, 'updateToken', {
      input: { identifier: 'plain-app', description: 'x' },
      select: STATE,
      key,
    });

    expect(await stateOf(gateway, 'plain-app')).toEqual({ ...before, description: 'x' });
    expect(answer).toEqual({
      data: {
        token: {
          identifier: 'plain-app',
          intent: 'APP_PASSWORD',
          description: 'x',
          expires: before.expires,
          expiring: true,
          user: { username: 'plain' },
        },
        warnings: [],
      },
      codes: undefined,
    });
    expect(gateway.sent).toEqual([
      READ,
      {
        method: 'PATCH',
        target: target('/core/tokens/plain-app/', SWITCHES.user),
        body: { user: 4, intent: 'app_password', expiring: true, description: 'x' },
      },
    ]);
  });
});

describe('updateToken', () => {
  it('sends only what is named, null as what clears, and what the payload needs embedded', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateToken', {
      input: { identifier: 'plain-app', newIdentifier: 'renamed', description: null, expiring: false },
      select: 'token { identifier description expiring user { groups { name } } }',
    });

    expect(data).toEqual({
      token: { identifier: 'renamed', description: '', expiring: false, user: { groups: [{ name: 'Platform' }] } },
    });
    expect(gateway.sent).toEqual([
      READ,
      {
        method: 'PATCH',
        target: target('/core/tokens/plain-app/', SWITCHES.userWithGroups),
        body: { user: 4, intent: 'app_password', expiring: false, identifier: 'renamed', description: '' },
      },
    ]);
  });

  it('warns where authentik does not take an API token’s expiry', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateToken', {
      input: { identifier: 'plain-api', expires: '2098-01-01T00:00:00Z' },
      select: 'token { expires } warnings { field }',
    });

    expect(data?.warnings).toEqual([{ field: 'expires' }]);
    expect(data?.token).not.toEqual({ expires: '2098-01-01T00:00:00Z' });
  });

  it('changes the intent only when told to', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateToken', {
      input: { identifier: 'plain-app', intent: 'API' },
      select: 'token { intent user { username } } warnings { field }',
    });

    expect(data).toEqual({ token: { intent: 'API', user: { username: 'plain' } }, warnings: [] });
  });

  it.each([
    ['a link that authentik made', { identifier: 'recover-1', description: 'x' }, ['input', 'identifier'], 1],
    ['an identifier that is none', { identifier: 'a/b', description: 'x' }, ['input', 'identifier'], 0],
    ['a new identifier that is none', { identifier: 'plain-app', newIdentifier: '..' }, ['input', 'newIdentifier'], 0],
    ['an identifier that is cleared', { identifier: 'plain-app', newIdentifier: null }, ['input', 'newIdentifier'], 0],
    ['an expiry that is cleared', { identifier: 'plain-app', expires: null }, ['input', 'expires'], 0],
  ])('refuses %s before anything is written', async (_case, input, path, reads) => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateToken', { input });

    expect(data).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path }] });
    expect(gateway.sent.map(({ method }) => method)).toEqual(Array(reads).fill('GET'));
  });

  it('tells all that is wrong at once', async () => {
    const { data } = await mutate(await startWatchedGateway(), 'updateToken', {
      input: { identifier: 'plain-app', newIdentifier: '..', expires: null, expiring: null },
    });

    expect(((data?.issues ?? []) as { path: string[] }[]).map(({ path }) => path[1])).toEqual([
      'newIdentifier',
      'expiring',
      'expires',
    ]);
  });

  it('refuses a change of nothing, which would renew an API token', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'updateToken', { input: { identifier: 'plain-api' } });

    expect(data).toMatchObject({ code: 'BAD_USER_INPUT', nonFieldErrors: ['Give at least one thing to change.'] });
    expect(gateway.sent).toEqual([]);
  });

  it('says CONFLICT, under our input’s name, for an identifier that is taken', async () => {
    const { data } = await mutate(await startWatchedGateway(), 'updateToken', {
      input: { identifier: 'plain-app', newIdentifier: 'plain-api' },
    });

    expect(data).toMatchObject({
      code: 'CONFLICT',
      issues: [{ path: ['input', 'newIdentifier'], message: 'Token with this identifier already exists.' }],
    });
  });

  it('says what authentik says of an expiry that is too far ahead', async () => {
    const { data } = await mutate(await startWatchedGateway(), 'updateToken', {
      input: { identifier: 'plain-app', expires: '2098-01-01T00:00:00Z' },
    });

    expect(data).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [
        { path: ['input', 'expires'], message: expect.stringMatching(/^Token expires exceeds maximum lifetime/) },
      ],
    });
  });

  it.each([
    // Whoever may view all tokens can read it from 2026.2 on.
    ['key-viewer', since('2026.2', ['FORBIDDEN', ['GET', 'PATCH']], ['NOT_FOUND', ['GET']])],
    ['key-plain', ['NOT_FOUND', ['GET']]],
  ])('writes nothing to somebody else’s token with %s, and says %j', async (key, expected) => {
    const gateway = await startWatchedGateway();
    const before = await stateOf(gateway, 'ops-1-app');

    const { data } = await mutate(gateway, 'updateToken', {
      input: { identifier: 'ops-1-app', description: 'x' },
      key,
    });

    expect([data?.code, gateway.sent.map(({ method }) => method)]).toEqual(expected);
    expect(await stateOf(gateway, 'ops-1-app')).toEqual(before);
  });

  it('is UNAUTHENTICATED, never as data, for a bad credential', async () => {
    const answer = await mutate(await startWatchedGateway(), 'updateToken', {
      input: { identifier: 'plain-app', description: 'x' },
      key: 'key-bogus',
    });

    expect(answer).toEqual({ data: null, codes: ['UNAUTHENTICATED'] });
  });

  it('warns of what somebody else changed between its read and its write, and leaves it so', async () => {
    const gateway = await startWatchedGateway({
      hook: async ({ method, body }, { pass }) => {
        if (method === 'PATCH') {
          const theirs = { user: 4, intent: 'app_password', description: 'theirs', expires: '2026-01-01T00:00:00Z' };
          expect(body).not.toHaveProperty('description');
          await gateway.direct('PATCH', '/core/tokens/plain-app/', theirs);
        }
        pass();
      },
    });

    const { data } = await mutate(gateway, 'updateToken', {
      input: { identifier: 'plain-app', expiring: false },
      select: 'token { description } warnings { field message }',
    });

    const message = 'Somebody else changed it while this change was made; the answer shows what it is now.';
    expect(data).toEqual({
      token: { description: 'theirs' },
      warnings: [
        { field: 'description', message },
        { field: 'expires', message },
      ],
    });
  });
});
