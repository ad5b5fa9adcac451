import { timingSafeEqual } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { type ConfigInput, parseConfig } from '../../src/config.ts';
import { createRouterCheck } from '../../src/federation/access.ts';
import { createDemoDataset } from '../../src/sandbox/index.ts';
import { sdl } from '../../src/schema.ts';
import { aMeJson } from '../support/builders.ts';
import { startGateway, startSandboxGateway } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

vi.mock('node:crypto', { spy: true });

const SECRET = 'correct horse battery staple'.replaceAll(' ', '-');
const SERVICE = '{ _service { sdl } }';
const ENTITIES = '{ _entities(representations: [{ __typename: "User", id: "4" }]) { ... on User { username } } }';
const GRAPHQL_RESPONSE = 'application/graphql-response+json';

type Headers = Record<string, string>;
const AS_ADMIN = { authorization: 'Bearer key-admin' };
const AS_ROUTER = { 'x-router-secret': SECRET };

async function start(settings: ConfigInput) {
  const gateway = await startSandboxGateway(createDemoDataset(), settings);
  const ask = async (query: string, headers: Headers) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: GRAPHQL_RESPONSE, ...headers },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as {
      readonly data?: Record<string, unknown>;
      readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
    };
    return { status: response.status, data, code: errors?.[0]?.extensions.code, headers: response.headers };
  };
  return { ask, asked: () => gateway.sandbox.requests.length };
}

describe('without a secret and with introspection', () => {
  it('anybody with a credential may ask as a router does', async () => {
    const { ask } = await start({});

    expect((await ask(SERVICE, AS_ADMIN)).data).toEqual({ _service: { sdl } });
    expect((await ask(ENTITIES, AS_ADMIN)).data).toEqual({ _entities: [{ username: 'plain' }] });
  });

  it.each([{}, AS_ROUTER, { 'x-router-secret': '' }])('nobody may without one: %j', async (headers) => {
    const { ask } = await start({});

    expect(await ask(SERVICE, headers)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });
});

describe('without a secret and without introspection', () => {
  it.each([SERVICE, ENTITIES, `{ viewer { username } ...R } fragment R on Query ${SERVICE}`])(
    'nobody may ask %s',
    async (document) => {
      const { ask, asked } = await start({ introspection: false });

      expect(await ask(document, AS_ADMIN)).toMatchObject({ status: 403, code: 'ROUTER_ONLY', data: undefined });
      expect(asked()).toBe(0);
    },
  );

  it('introspection is refused, and everything else answered', async () => {
    const { ask } = await start({ introspection: false });

    expect(await ask('{ __schema { queryType { name } } }', AS_ADMIN)).toMatchObject({
      status: 400,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    expect((await ask('{ __typename viewer { username } }', AS_ADMIN)).data).toEqual({
      __typename: 'Query',
      viewer: { username: 'akadmin' },
    });
  });
});

describe.each([{ introspection: true }, { introspection: false }])('with a secret and %j', (settings) => {
  const withSecret = { ...settings, routerSecret: SECRET };

  it('the router may ask, with a caller’s credential', async () => {
    const { ask } = await start(withSecret);

    expect((await ask(SERVICE, { ...AS_ADMIN, ...AS_ROUTER })).data).toEqual({ _service: { sdl } });
    expect((await ask(ENTITIES, { ...AS_ADMIN, ...AS_ROUTER })).data).toEqual({ _entities: [{ username: 'plain' }] });
  });

  it.each<[string, Headers]>([
    ['none', {}],
    ['an empty one', { 'x-router-secret': '' }],
    ['the beginning of it', { 'x-router-secret': SECRET.slice(0, -1) }],
    ['more than it', { 'x-router-secret': `${SECRET}!` }],
    ['another of its length', { 'x-router-secret': SECRET.replace('c', 'C') }],
    ['it twice', { 'x-router-secret': `${SECRET}, ${SECRET}` }],
    ['it in another header', { 'x-federation-secret': SECRET }],
  ])('who sends %s may not', async (_name, headers) => {
    const { ask, asked } = await start(withSecret);

    for (const document of [SERVICE, ENTITIES]) {
      expect(await ask(document, { ...AS_ADMIN, ...headers })).toMatchObject({
        status: 403,
        code: 'ROUTER_ONLY',
        data: undefined,
      });
      expect(await ask(document, headers)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    }
    expect(asked()).toBe(0);
  });

  it('anybody may ask everything else', async () => {
    const { ask } = await start(withSecret);

    expect((await ask('{ viewer { username } }', AS_ADMIN)).data).toEqual({ viewer: { username: 'akadmin' } });
  });

  it('stands for a credential where the schema alone is asked for', async () => {
    const { ask, asked } = await start(withSecret);

    expect(await ask(SERVICE, AS_ROUTER)).toMatchObject({ status: 200, data: { _service: { sdl } } });
    expect(await ask('query Poll { __typename s: _service { sdl } }', AS_ROUTER)).toMatchObject({ status: 200 });
    expect(asked()).toBe(0);
  });

  it.each([
    ENTITIES,
    '{ viewer { username } }',
    '{ _service { sdl } viewer { username } }',
    '{ _service { sdl } ...V } fragment V on Query { viewer { username } }',
    '{ __typename }',
  ])('does not stand for one in %s', async (document) => {
    const { ask, asked } = await start(withSecret);

    const refused = await ask(document, AS_ROUTER);

    expect(refused).toMatchObject({ status: 401, code: 'UNAUTHENTICATED', data: undefined });
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(asked()).toBe(0);
  });

  it.each(['Bearer', 'Basic a2V5', 'Bearer a b'])('does not mend a malformed credential: %s', async (authorization) => {
    const { ask } = await start(withSecret);

    expect(await ask(SERVICE, { ...AS_ROUTER, authorization })).toMatchObject({ status: 401 });
  });

  it('is not passed on to authentik', async () => {
    const authentik = aScriptedAuthentik((_target, response) => answerJson(response, aMeJson()));
    const gateway = await startGateway(authentik.handle, withSecret);

    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...AS_ADMIN, ...AS_ROUTER },
      body: JSON.stringify({ query: '{ viewer { username } }' }),
    });

    expect(authentik.requests).toHaveLength(1);
    expect(JSON.stringify(authentik.requests)).not.toContain(SECRET);
  });
});

it('compares digests of one length in constant time, whatever is sent', () => {
  const isRouter = createRouterCheck(SECRET);
  const compare = vi.mocked(timingSafeEqual).mockClear();

  const answers = ['', 'x', SECRET.slice(1), SECRET].map((secret) =>
    isRouter(new Request('http://gateway', { headers: { 'x-router-secret': secret } })),
  );

  expect(answers).toEqual([false, false, false, true]);
  expect(compare.mock.calls.map((buffers) => buffers.map(({ byteLength }) => byteLength))).toEqual(
    answers.map(() => [32, 32]),
  );
});

it.each(['short', 'with white space in it', 'ünïcode-ünïcode-ünïcode'])(
  'takes no secret such as %s',
  (routerSecret) => {
    expect(() => parseConfig({ routerSecret })).toThrow('routerSecret: Must be 16 to 512 visible ASCII characters.');
  },
);
