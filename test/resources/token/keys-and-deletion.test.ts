import { describe, expect, it } from 'vitest';
import { mutate } from '../../support/mutate.ts';
import { SWITCHES, since, target } from '../../support/release.ts';
import { startWatchedGateway } from '../../support/watched-sandbox.ts';

/** What the endpoints below a token say of somebody else's: from 2026.2 on that it is there. */
const OF_SOMEBODY_ELSE = since('2026.2', 'FORBIDDEN', 'NOT_FOUND');

describe('viewTokenKey', () => {
  it('shows a key with exactly one request, which authentik logs', async () => {
    const gateway = await startWatchedGateway();

    const { data } = await mutate(gateway, 'viewTokenKey', {
      input: { identifier: 'plain-app' },
      select: 'identifier key',
    });

    expect(data).toEqual({ identifier: 'plain-app', key: 'key-app' });
    expect(gateway.sent).toEqual([{ method: 'GET', target: '/core/tokens/plain-app/view_key/', body: undefined }]);
    expect(gateway.sandbox.keyViews('plain-app')).toBe(1);
  });

  it('asks for each key, also the same one, never sharing an answer', async () => {
    const gateway = await startWatchedGateway();
    const one = 'viewTokenKey(input: { identifier: "plain-app" }) { ... on AuthentikViewTokenKeyPayload { key } }';

    await gateway.query(`mutation { a: ${one} b: ${one} }`);

    expect(gateway.sandbox.keyViews('plain-app')).toBe(2);
  });

  it.each([
    ['FORBIDDEN', 'plain-app', 'key-plain'],
    [OF_SOMEBODY_ELSE, 'ops-1-app', 'key-plain'],
    [OF_SOMEBODY_ELSE, 'ops-1-app', 'key-viewer'],
    ['NOT_FOUND', 'nope', 'key-admin'],
    ['BAD_USER_INPUT', '../x', 'key-admin'],
  ])('is %s for %s with %s', async (code, identifier, key) => {
    const { data } = await mutate(await startWatchedGateway(), 'viewTokenKey', { input: { identifier }, key });

    expect(data?.code).toBe(code);
  });

  it('is refused, unasked, more than five times an operation, and so is any other change', async () => {
    const gateway = await startWatchedGateway();
    const fields = Array.from(
      { length: 6 },
      (_, index) => `k${index}: viewTokenKey(input: { identifier: "plain-app" }) { __typename }`,
    );

    const six = await gateway.query(`mutation { ${fields.join(' ')} }`);
    const through = await gateway.query(`mutation { ...F } fragment F on Mutation { ${fields.join(' ')} }`);
    const five = await gateway.query(`mutation { ${fields.slice(1).join(' ')} }`);

    expect([six, through].map(({ errors, data }) => [errors?.map(({ extensions }) => extensions.code), data])).toEqual([
      [['MAX_ROOT_FIELDS_EXCEEDED'], undefined],
      [['MAX_ROOT_FIELDS_EXCEEDED'], undefined],
    ]);
    expect(five.errors).toBeUndefined();
    expect(gateway.sandbox.keyViews('plain-app')).toBe(5);
  });
});

describe('setTokenKey', () => {
  it('sets a key and reads the token only where it is selected', async () => {
    const gateway = await startWatchedGateway();

    const plain = await mutate(gateway, 'setTokenKey', {
      input: { identifier: 'plain-app', key: 'chosen-key-0001' },
      select: 'identifier',
    });
    const read = await mutate(gateway, 'setTokenKey', {
      input: { identifier: 'plain-app', key: 'chosen-key-0002' },
      select: 'token { intent user { groups { name } } }',
    });

    expect(plain.data).toEqual({ identifier: 'plain-app' });
    expect(read.data).toEqual({ token: { intent: 'APP_PASSWORD', user: { groups: [{ name: 'Platform' }] } } });
    expect(gateway.sent).toEqual([
      { method: 'POST', target: '/core/tokens/plain-app/set_key/', body: { key: 'chosen-key-0001' } },
      { method: 'POST', target: '/core/tokens/plain-app/set_key/', body: { key: 'chosen-key-0002' } },
      { method: 'GET', target: target('/core/tokens/plain-app/', SWITCHES.userWithGroups), body: undefined },
    ]);
    expect((await gateway.direct('GET', '/core/tokens/plain-app/view_key/')).body).toEqual({ key: 'chosen-key-0002' });
  });

  it.each([
    ['FORBIDDEN', { identifier: 'plain-api', key: 'a' }, 'key-plain'],
    [OF_SOMEBODY_ELSE, { identifier: 'ops-1-app', key: 'a' }, 'key-viewer'],
    ['BAD_USER_INPUT', { identifier: 'plain-api', key: '' }, 'key-admin'],
    ['BAD_USER_INPUT', { identifier: 'plain-api', key: 'schlüssel' }, 'key-admin'],
  ])('is %s for %o with %s', async (code, input, key) => {
    const { data } = await mutate(await startWatchedGateway(), 'setTokenKey', { input, key });

    expect(data?.code).toBe(code);
  });
});

describe('deleteToken', () => {
  it('deletes with one request, and reads the id before only where it is selected', async () => {
    const gateway = await startWatchedGateway();

    const plain = await mutate(gateway, 'deleteToken', {
      input: { identifier: 'plain-app' },
      select: 'deletedIdentifier',
      key: 'key-plain',
    });
    const read = await mutate(gateway, 'deleteToken', { input: { identifier: 'ops-1-app' }, select: 'deletedId' });

    expect(plain.data).toEqual({ deletedIdentifier: 'plain-app' });
    expect(read.data).toEqual({ deletedId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(gateway.sent.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'DELETE /core/tokens/plain-app/',
      target('GET /core/tokens/ops-1-app/', SWITCHES.user),
      'DELETE /core/tokens/ops-1-app/',
    ]);
    expect((await gateway.direct('GET', '/core/tokens/plain-app/')).status).toBe(404);
  });

  it.each([
    // Whoever may view all tokens sees it from 2026.2 on.
    [since('2026.2', 'FORBIDDEN', 'NOT_FOUND'), 'key-viewer'],
    ['NOT_FOUND', 'key-plain'],
  ])('is %s for another’s token with %s', async (code, key) => {
    const { data } = await mutate(await startWatchedGateway(), 'deleteToken', {
      input: { identifier: 'ops-1-app' },
      key,
    });

    expect(data?.code).toBe(code);
  });
});
