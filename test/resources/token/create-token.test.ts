import { describe, expect, it } from 'vitest';
import { mutate } from '../../support/mutate.ts';
import { SWITCHES, target } from '../../support/release.ts';
import { startWatchedGateway } from '../../support/watched-sandbox.ts';

describe('createToken', () => {
  it('creates what is named, answers it as deep as any query, and asks nothing again', async () => {
    const gateway = await startWatchedGateway();

    const { data, codes } = await mutate(gateway, 'createToken', {
      input: { identifier: 'new-1', intent: 'APP_PASSWORD', userId: '4', description: 'mail', expiring: false },
      select: 'token { identifier intent expiring user { id groups { name } } } warnings { field }',
    });

    expect(codes).toBeUndefined();
    expect(data).toEqual({
      token: {
        identifier: 'new-1',
        intent: 'APP_PASSWORD',
        expiring: false,
        user: { id: '4', groups: [{ name: 'Platform' }] },
      },
      warnings: [],
    });
    expect(gateway.sent).toEqual([
      {
        method: 'POST',
        target: target('/core/tokens/', SWITCHES.userWithGroups),
        body: { identifier: 'new-1', intent: 'app_password', user: 4, description: 'mail', expiring: false },
      },
    ]);
  });

  it('shows the key where it is selected, with one more request however often it is', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'createToken', {
      input: { identifier: 'new-1' },
      select: 'key again: key token { identifier }',
      key: 'key-plain',
    });

    expect(data).toEqual({ key: expect.stringMatching(/^\w{60}$/), again: data?.key, token: { identifier: 'new-1' } });
    expect(gateway.sent.map(({ method, target }) => `${method} ${target}`)).toEqual([
      target('POST /core/tokens/', SWITCHES.user),
      'GET /core/tokens/new-1/view_key/',
    ]);
    expect(gateway.sandbox.keyViews('new-1')).toBe(1);
  });

  it('answers the token without its key when only the key cannot be read', async () => {
    const gateway = await startWatchedGateway({
      hook: ({ target }, { pass, response }) => (target.includes('view_key') ? response.writeHead(500).end() : pass()),
    });

    const answer = await mutate(gateway, 'createToken', {
      input: { identifier: 'new-1' },
      select: 'key token { identifier }',
    });

    expect(answer).toEqual({ data: { key: null, token: { identifier: 'new-1' } }, codes: ['UPSTREAM_UNAVAILABLE'] });
  });

  it('warns who is no superuser that the token became their own, and expires', async () => {
    const { data } = await mutate(await startWatchedGateway(), 'createToken', {
      input: { identifier: 'new-1', userId: '5', expiring: false },
      select: 'token { user { id } expiring } warnings { field }',
      key: 'key-plain',
    });

    expect(data).toEqual({
      token: { user: { id: '4' }, expiring: true },
      warnings: [{ field: 'user' }, { field: 'expiring' }],
    });
  });

  it.each([
    [
      'CONFLICT',
      { identifier: 'plain-api' },
      { path: ['input', 'identifier'], message: 'Token with this identifier already exists.' },
    ],
    [
      'BAD_USER_INPUT',
      { identifier: 'x', userId: '999999' },
      { path: ['input', 'userId'], message: 'Invalid pk "999999" - object does not exist.' },
    ],
    [
      'BAD_USER_INPUT',
      { identifier: 'x', intent: 'APP_PASSWORD', expires: '2097-01-01T00:00:00Z' },
      { path: ['input', 'expires'], message: expect.stringMatching(/^Token expires exceeds maximum lifetime/) },
    ],
  ])('answers %s for %o', async (code, input, issue) => {
    const { data } = await mutate(await startWatchedGateway(), 'createToken', { input });

    expect(data).toMatchObject({ code, issues: [issue] });
  });

  it.each([
    [{ identifier: 'a b' }, 'identifier'],
    [{ identifier: 'x', userId: 'me' }, 'userId'],
    [{ identifier: 'x', description: 'a\0b' }, 'description'],
    [{ identifier: 'x', expires: null }, 'expires'],
  ])('refuses %o unasked', async (input, field) => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'createToken', { input });

    expect(data).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['input', field] }] });
    expect(gateway.sent).toEqual([]);
  });

  it('is UNAUTHENTICATED for a bad credential', async () => {
    const answer = await mutate(await startWatchedGateway(), 'createToken', {
      input: { identifier: 'x' },
      key: 'key-bogus',
    });

    expect(answer).toEqual({ data: null, codes: ['UNAUTHENTICATED'] });
  });
});
