import { describe, expect, it } from 'vitest';
import { startSandboxGateway } from '../support/gateway.ts';
import { type Asked, ask, CACHED, HIT, STORED, statusesOf } from './ask.ts';

const MISS = 'fwd=miss';
const SECRET = 'correct-horse-battery-staple';
const ENTITIES: Asked = {
  query: '{ _entities(representations: [{ __typename: "User", id: "4" }]) { ... on User { username } } }',
};

describe('two requests share an answer', () => {
  const document =
    'query A($a: Int, $b: Int) { users(first: $a, last: $b) { nodes { pk } } } query B { viewer { pk } }';
  const base: Asked = { query: document, operationName: 'A', variables: { a: 2, b: null } };

  it.each<[string, Asked, boolean]>([
    ['the same', base, true],
    ['with the variables in another order', { ...base, variables: { b: null, a: 2 } }, true],
    ['with another variable', { ...base, variables: { a: 3, b: null } }, false],
    ['with another operation of the same document', { ...base, operationName: 'B' }, false],
    ['with another document', { ...base, query: `${document} ` }, false],
    ['with another credential', { ...base, key: 'key-viewer' }, false],
    ['with a credential that is no good', { ...base, key: 'key-bogus' }, false],
  ])('%s: %#', async (_case, other, isShared) => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    const first = await ask(gateway, base);

    const second = await ask(gateway, other);

    expect(first.cache).toBe(STORED);
    expect(second.cache === HIT).toBe(isShared);
  });

  it('never where one has a number that JSON has not', async () => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    const send = async (a: string) => {
      const { status, headers } = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer key-admin' },
        body: `{"query":"query ($a: Int) { users(first: $a) { nodes { pk } } }","variables":{"a":${a}}}`,
      });
      return [status, headers.get('cache-status')];
    };

    expect(await send('null')).toEqual([200, `authentik-graphql-gateway; ${STORED}`]);
    expect((await send('1e400'))[1]).not.toContain('hit');
  });
});

describe('is never kept:', () => {
  const twice = async (asked: Asked | string, settings: object = {}) => {
    const gateway = await startSandboxGateway(undefined, { ...CACHED, ...settings });
    return statusesOf(gateway, [asked, asked]);
  };

  it.each([
    ['an error', '{ token(identifier: "nope") { ... on Token { id } } }'],
    ['an error beside data', '{ viewer { pk } token(identifier: "nope") { ... on Token { id } } }'],
    ['an error as data', '{ token(identifier: "nope") { ... on AuthentikError { code } } }'],
    [
      'an error as data that no request was refused for',
      '{ user(username: "nope") { ... on AuthentikError { code } } }',
    ],
    ['an error as data beside data', '{ viewer { pk } user(pk: 999999) { ... on AuthentikError { code } } }'],
    ['introspection', '{ __schema { queryType { name } } }'],
    ['the name of a type', '{ __typename }'],
    ['the schema for routers', '{ _service { sdl } }'],
  ])('%s', async (_case, query) => {
    expect(await twice(query)).toEqual([MISS, MISS]);
  });

  it.each(['FORBIDDEN', 'UNAUTHENTICATED'])('a refusal as %s', async (code) => {
    const key = code === 'FORBIDDEN' ? 'key-plain' : 'key-bogus';
    const query = '{ group(name: "Platform") { ... on Group { name } ... on AuthentikError { code } } }';
    const gateway = await startSandboxGateway(undefined, CACHED);

    const told = [await ask(gateway, { query, key }), await ask(gateway, { query, key })];

    expect(told.map(({ cache }) => cache)).toEqual([MISS, MISS]);
    expect(told[1]?.text).toContain(code);
  });

  it('what a budget refuses', async () => {
    expect(await twice('{ a: viewer { pk } users { nodes { pk } } }', { maxUpstreamRequests: 1 })).toEqual([
      MISS,
      MISS,
    ]);
  });

  it('a mutation, whose payload may hold a key', async () => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    const view = {
      query:
        'mutation { viewTokenKey(input: { identifier: "plain-app" }) { ... on AuthentikViewTokenKeyPayload { key } } }',
    };

    const told = [await ask(gateway, view), await ask(gateway, view)];

    expect(told.map(({ cache }) => cache)).toEqual([null, null]);
    expect(told[1]?.text).toContain('key-app');
    expect(gateway.sandbox.requests).toHaveLength(2);
  });

  it('a mutation beside a query of the same text that is', async () => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    const query = 'query Q { viewer { pk } } mutation M { deleteToken(input: { identifier: "x" }) { __typename } }';

    expect(
      await statusesOf(gateway, [
        { query, operationName: 'Q' },
        { query, operationName: 'M' },
        { query, operationName: 'Q' },
      ]),
    ).toEqual([STORED, null, 'fwd=stale; stored']);
  });
});

describe('is kept:', () => {
  it.each([
    ['a list', '{ users(first: 2) { totalCount nodes { username } } }'],
    ['an empty list', '{ users(where: { username: "nobody" }) { totalCount nodes { username } } }'],
    [
      'what has a fragment for errors and none',
      '{ user(pk: 4) { ... on User { pk } ... on AuthentikError { code } } }',
    ],
    ['entities, as routers ask for them', ENTITIES.query],
  ])('%s', async (_case, query) => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    const told = [await ask(gateway, query), await ask(gateway, query)];

    expect(told.map(({ cache }) => cache)).toEqual([STORED, HIT]);
    expect(told[1]?.data).toEqual(told[0]?.data);
  });
});

describe('an answer that is kept', () => {
  const ME = '{ viewer { username } }';

  it.each<[string, Asked | string, object, object, number, string]>([
    ['a router without its secret', ENTITIES, { 'x-router-secret': '' }, { routerSecret: SECRET }, 403, 'ROUTER_ONLY'],
    ['a request that is no JSON', ME, { 'content-type': 'text/plain' }, {}, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a request without a token', ME, { authorization: '' }, {}, 401, 'UNAUTHENTICATED'],
    ['a malformed token', ME, { authorization: 'Bearer key admin' }, {}, 401, 'UNAUTHENTICATED'],
    ['another scheme', ME, { authorization: 'Basic key-admin' }, {}, 401, 'UNAUTHENTICATED'],
  ])('is not given to %s', async (_case, asked, headers, settings, status, code) => {
    const gateway = await startSandboxGateway(undefined, { ...CACHED, ...settings });
    const query = typeof asked === 'string' ? asked : asked.query;
    const allowed = { query, headers: { 'x-router-secret': SECRET } };
    expect(await statusesOf(gateway, [allowed, allowed])).toEqual([STORED, HIT]);

    const refused = await ask(gateway, {
      query,
      headers: { accept: 'application/graphql-response+json', ...headers },
    });

    expect([refused.status, refused.codes, refused.cache]).toEqual([status, [code], null]);
  });

  it('is not given to who has sent too many requests', async () => {
    const gateway = await startSandboxGateway(undefined, { ...CACHED, rateLimitPerMinute: 2 });
    expect(await statusesOf(gateway, [ME, ME])).toEqual([STORED, HIT]);

    const refused = await ask(gateway, ME);

    expect([refused.status, refused.codes, refused.cache]).toEqual([429, ['RATE_LIMITED'], null]);
  });
});
