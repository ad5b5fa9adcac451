import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startGateway, startSandboxGateway } from './support/gateway.ts';
import { aScriptedAuthentik } from './support/scripted-authentik.ts';

const BODY = JSON.stringify({ query: '{ viewer { username } }' });

async function send(init: RequestInit & { readonly path?: string }, settings: Record<string, unknown> = {}) {
  const gateway = await startSandboxGateway(undefined, settings);
  const response = await fetch(`${gateway.url}${init.path ?? '/graphql'}`, init);
  const text = await response.text();
  return { response, body: text === '' ? undefined : JSON.parse(text), asked: gateway.sandbox.requests.length };
}

function post(headers: Record<string, string>, body = BODY): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
}

describe('a request without a usable credential', () => {
  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['a bare scheme', 'Bearer'],
    ['a scheme with a space', 'Bearer '],
    ['a naked key', 'key-admin'],
    ['another scheme', 'Basic a2V5LWFkbWlu'],
    ['two keys', 'Bearer key-admin key-plain'],
    ['a list of two', 'Bearer key-admin, Bearer key-plain'],
    ['characters outside ASCII', 'Bearer key-\u00e4'],
    ['more than 8 kB', `Bearer ${'x'.repeat(8193)}`],
  ])('(%s) is 401 with a challenge and a code, and nothing is asked', async (_case, authorization) => {
    const { response, body, asked } = await send(post(authorization === undefined ? {} : { authorization }));

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(body.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(asked).toBe(0);
  });
});

describe('a request of another kind', () => {
  const authorization = 'Bearer key-admin';
  const accept = 'application/graphql-response+json';

  it.each<[string, number, string, RequestInit & { path?: string }]>([
    ['GET', 405, 'METHOD_NOT_ALLOWED', { headers: { authorization }, path: '/graphql?query=%7B__typename%7D' }],
    ['PUT', 405, 'METHOD_NOT_ALLOWED', { method: 'PUT', headers: { authorization }, body: BODY }],
    [
      'a form',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      post({ authorization, 'content-type': 'application/x-www-form-urlencoded' }, 'query={__typename}'),
    ],
    ['text', 415, 'UNSUPPORTED_MEDIA_TYPE', post({ authorization, 'content-type': 'text/plain' })],
    [
      'multipart',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      post({ authorization, 'content-type': 'multipart/form-data; boundary=x' }),
    ],
    ['broken JSON', 400, 'BAD_REQUEST', post({ authorization, accept }, '{"query": ')],
    ['no query', 400, 'BAD_REQUEST', post({ authorization, accept }, '{}')],
    ['a batch', 400, 'BAD_REQUEST', post({ authorization, accept }, `[${BODY},${BODY}]`)],
    [
      'a body above the limit',
      413,
      'PAYLOAD_TOO_LARGE',
      post({ authorization }, JSON.stringify({ query: `{ viewer { username } } # ${'x'.repeat(100_000)}` })),
    ],
    ['an unknown path', 404, 'NOT_FOUND', { path: '/graphql/extra', headers: { authorization } }],
  ])('(%s) is %i %s as JSON', async (_case, status, code, init) => {
    const { response, body, asked } = await send(init);

    expect([response.status, body.errors[0].extensions.code]).toEqual([status, code]);
    expect(body.errors[0].message).toMatch(/\w/);
    expect(asked).toBe(0);
  });

  it.each([
    ['a syntax error', '{ viewer {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ viewer { passwordHash } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a bad variable', 'query ($pk: Int) { user(pk: $pk) { __typename } }', 'BAD_USER_INPUT'],
    ['an unknown operation', 'query A { viewer { pk } } query B { viewer { pk } }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('(%s) tells its code', async (_case, query, code) => {
    const { response, body, asked } = await send(
      post(
        { authorization, accept: 'application/graphql-response+json' },
        JSON.stringify({ query, variables: { pk: 'four' } }),
      ),
    );

    expect([response.status, body.errors[0].extensions.code]).toEqual([400, code]);
    expect(asked).toBe(0);
  });
});

describe('answers', () => {
  it('are not to be stored or sniffed', async () => {
    const { response } = await send(post({ authorization: 'Bearer key-admin' }));

    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('to broken bodies quote nothing of them', async () => {
    const { response, body } = await send(post({ authorization: 'Bearer key-admin' }, 'SECRET'));

    expect([response.status, JSON.stringify(body).includes('SECRET'), response.headers.get('allow')]).toEqual([
      400,
      false,
      null,
    ]);
  });

  it('are 401 to two credentials', async () => {
    const gateway = await startSandboxGateway();
    const [, host, port] = /http:..([^:]+):(\d+)/.exec(gateway.url) ?? [];
    const status = await new Promise((resolve) => {
      const headers = [
        'content-type',
        'application/json',
        'authorization',
        'Bearer key-admin',
        'authorization',
        'Bearer key-plain',
        'host',
        'localhost',
      ];
      request({ host, port, method: 'POST', path: '/graphql', headers }, (response) =>
        resolve(response.statusCode),
      ).end(BODY);
    });

    expect([status, gateway.sandbox.requests.length]).toEqual([401, 0]);
  });

  it('tell the codes of documents that are no query', async () => {
    const { body } = await send(
      post({ authorization: 'Bearer key-admin' }, JSON.stringify({ query: 'mutation { a }' })),
    );

    expect(body.errors[0].extensions.code).toMatch(/^(GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE)$/);
  });
});

describe('CORS', () => {
  const preflight = {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  };

  it('is off by default', async () => {
    const { response } = await send({ ...post({ authorization: 'Bearer key-admin', origin: 'https://app.example' }) });

    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('lets the origins that are named in, without credentials, refusals included', async () => {
    const settings = { corsOrigins: 'https://app.example,https://other.example' };

    const asked = await send(preflight, settings);
    const refused = await send(post({ origin: 'https://app.example' }), settings);
    const stranger = await send(post({ authorization: 'Bearer key-admin', origin: 'https://evil.example' }), settings);

    expect(asked.response.status).toBe(204);
    expect(asked.response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(asked.response.headers.get('access-control-allow-credentials')).not.toBe('true');
    expect(refused.response.status).toBe(401);
    expect(refused.response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(stranger.response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('health', () => {
  it('is live, and ready while authentik is', async () => {
    const live = await send({ path: '/health/live' });
    const ready = await send({ path: '/health/ready' });

    expect([live.response.status, live.body]).toEqual([200, { status: 'ok' }]);
    expect([ready.response.status, ready.body]).toEqual([200, { status: 'ok' }]);
  });

  it('asks authentik once for many probes, and is no while it does not answer', async () => {
    const authentik = aScriptedAuthentik((target, response) =>
      target.startsWith('/-/') ? response.writeHead(503).end() : undefined,
    );
    const gateway = await startGateway(authentik.handle, { upstreamConnections: 1 });
    void fetch(`${gateway.url}/graphql`, post({ authorization: 'Bearer key-admin' })).catch(() => undefined);

    const probes = await Promise.all(Array.from({ length: 20 }, () => fetch(`${gateway.url}/health/ready`)));

    expect(new Set(probes.map(({ status }) => status))).toEqual(new Set([503]));
    expect(authentik.requests.filter(({ target }) => target.startsWith('/-/'))).toHaveLength(1);
  });
});
