import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aMeJson, aTokenJson, aUserJson } from '../support/builders.ts';
import { startGateway } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

const TOKEN = '{ token(identifier: "plain-api") { ... on Token { identifier } } }';
const REFUSED = { detail: 'You do not have permission to perform this action.' };

/** What the caller sees of `TOKEN` when authentik answers by `script`. */
async function ask(script: (target: string, response: ServerResponse) => void, settings: Record<string, unknown> = {}) {
  const authentik = aScriptedAuthentik(script);
  const gateway = await startGateway(authentik.handle, settings);
  const answer = await gateway.query<{ token: unknown }, never>(TOKEN, { key: 'key-plain' });
  return {
    answer,
    code: answer.errors?.[0]?.extensions.code,
    targets: authentik.requests.map(({ target }) => target),
    authentik,
  };
}

describe('what goes upstream', () => {
  it('is the caller’s token and headers of a fixed list, nothing else the caller sent', async () => {
    const authentik = aScriptedAuthentik((_target, response) => answerJson(response, aTokenJson()));
    const gateway = await startGateway(authentik.handle);

    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'bearer key-plain',
        cookie: 'authentik_session=stolen',
        'accept-language': 'de',
        'x-forwarded-for': '10.0.0.1',
        'x-forwarded-host': 'evil.example',
        'x-custom': 'yes',
      },
      body: JSON.stringify({ query: TOKEN }),
    });

    const [{ headers }] = authentik.requests as [(typeof authentik.requests)[0]];
    expect(Object.keys(headers).sort()).toEqual(
      [
        'accept',
        'accept-encoding',
        'accept-language',
        'authorization',
        'connection',
        'host',
        'user-agent',
        'x-request-id',
      ].sort(),
    );
    expect(headers).toMatchObject({
      authorization: 'Bearer key-plain',
      'accept-language': 'en',
      accept: 'application/json',
      'accept-encoding': 'gzip',
    });
    expect(headers.host).toMatch(/^127\.0\.0\.1:/);
  });
});

describe('a 403', () => {
  it('is FORBIDDEN when the credential itself is good, which is asked once an operation', async () => {
    const authentik = aScriptedAuthentik((target, response) =>
      target === '/core/users/me/' ? answerJson(response, aMeJson()) : answerJson(response, REFUSED, 403),
    );
    const gateway = await startGateway(authentik.handle);

    const { errors } = await gateway.query(
      '{ a: user(pk: 1) { __typename } b: user(pk: 2) { __typename } groups { totalCount } }',
    );

    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect(authentik.requests.filter(({ target }) => target === '/core/users/me/')).toHaveLength(1);
  });

  it('is UNAUTHENTICATED when the credential is bad', async () => {
    const { answer, code, targets } = await ask((_target, response) =>
      answerJson(response, { detail: 'Token invalid/expired' }, 403),
    );

    expect(answer.data).toEqual({ token: null });
    expect(code).toBe('UNAUTHENTICATED');
    expect(targets).toHaveLength(2);
  });

  it('is FORBIDDEN without asking when something has been answered before', async () => {
    const authentik = aScriptedAuthentik((target, response) =>
      target.startsWith('/core/tokens/') ? answerJson(response, aTokenJson()) : answerJson(response, REFUSED, 403),
    );
    const gateway = await startGateway(authentik.handle);

    const { errors } = await gateway.query(
      '{ token(identifier: "plain-api") { ... on Token { user { usedBy { pk } } } } }',
    );

    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(authentik.requests).toHaveLength(2);
  });

  it('is the failure of the question who one is when that fails', async () => {
    const { code } = await ask((target, response) =>
      target === '/core/users/me/' ? response.writeHead(502).end() : answerJson(response, REFUSED, 403),
    );

    expect(code).toBe('UPSTREAM_UNAVAILABLE');
  });
});

describe('an answer about somebody else', () => {
  it.each([
    ['token(identifier: "plain-api") { ... on Token { id } }', aTokenJson({ identifier: 'other' })],
    ['user(pk: 5) { ... on User { id } }', aUserJson({ pk: 9 })],
    [
      'user(username: "ops-1") { ... on User { id } }',
      { pagination: { count: 1, start_index: 1 }, results: [aUserJson()] },
    ],
    [
      'viewer { pk tokens { totalCount } }',
      {
        ...aMeJson(),
        pagination: { count: 1, start_index: 1 },
        results: [aTokenJson({ user_obj: aUserJson({ username: 'other' }) })],
      },
    ],
  ])('is refused: %s', async (field, json) => {
    const authentik = aScriptedAuthentik((_target, response) => answerJson(response, json));
    const gateway = await startGateway(authentik.handle);

    const { errors } = await gateway.query(`{ ${field} }`);

    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_BAD_RESPONSE');
  });

  it('such as a 404 to who one is, is not the object’s own', async () => {
    const { code } = await ask((target, response) =>
      answerJson(response, { detail: 'x' }, target === '/core/users/me/' ? 404 : 403),
    );

    expect(code).toBe('UPSTREAM_BAD_RESPONSE');
  });
});

describe('an operation that waits for a free connection', () => {
  it('gives up in time', async () => {
    const authentik = aScriptedAuthentik(() => undefined);
    const gateway = await startGateway(authentik.handle, {
      upstreamConnections: 1,
      operationTimeoutMs: 300,
      upstreamTimeoutMs: 60_000,
    });

    const answers = await Promise.all([1, 2, 3].map(() => gateway.query(TOKEN)));

    expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
      'GATEWAY_TIMEOUT',
      'GATEWAY_TIMEOUT',
      'GATEWAY_TIMEOUT',
    ]);
  });
});

describe('an answer that cannot be used', () => {
  it.each<[string, string, (response: ServerResponse) => void]>([
    [
      'a redirect, which is not followed',
      'UPSTREAM_BAD_RESPONSE',
      (response) => response.writeHead(302, { location: '/elsewhere/' }).end(),
    ],
    [
      'an HTML page with 200',
      'UPSTREAM_BAD_RESPONSE',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    ],
    [
      'an HTML page with 404',
      'UPSTREAM_BAD_RESPONSE',
      (response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>'),
    ],
    [
      'an HTML page with 500',
      'UPSTREAM_UNAVAILABLE',
      (response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<html>'),
    ],
    [
      'truncated JSON',
      'UPSTREAM_BAD_RESPONSE',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"pk": '),
    ],
    [
      'an empty 200',
      'UPSTREAM_BAD_RESPONSE',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(),
    ],
    [
      'a token without owner',
      'UPSTREAM_BAD_RESPONSE',
      (response) => answerJson(response, { ...aTokenJson(), user_obj: null }),
    ],
    ['a list in place of an object', 'UPSTREAM_BAD_RESPONSE', (response) => answerJson(response, [])],
    [
      'a booting authentik',
      'UPSTREAM_UNAVAILABLE',
      (response) => answerJson(response, { error: 'authentik starting' }),
    ],
    ['a reset connection', 'UPSTREAM_UNAVAILABLE', (response) => response.socket?.destroy()],
    [
      'less than was announced',
      'UPSTREAM_UNAVAILABLE',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' }).write('{"pk":');
        setImmediate(() => response.socket?.destroy());
      },
    ],
    [
      'what only claims to be gzip',
      'UPSTREAM_BAD_RESPONSE',
      (response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end('{}'),
    ],
    ['nothing, ever', 'GATEWAY_TIMEOUT', () => undefined],
    [
      'headers and then nothing',
      'GATEWAY_TIMEOUT',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
    ],
  ])('such as %s is %s', async (_case, expected, answer) => {
    const upstreamTimeoutMs = expected === 'GATEWAY_TIMEOUT' ? 300 : 60_000;
    const { answer: seen, code } = await ask((_target, response) => answer(response), { upstreamTimeoutMs });

    expect(code).toBe(expected);
    expect(seen.status).toBe(200);
    expect(seen.data).toEqual({ token: null });
  });

  it('such as one above the size limit is refused, packed or not', async () => {
    const huge = JSON.stringify(aTokenJson({ description: 'x'.repeat(5_000_000) }));
    const settings = { maxUpstreamResponseBytes: 1_000_000 };

    const plain = await ask(
      (_target, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(huge),
      settings,
    );
    const packed = await ask(
      (_target, response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(huge)),
      settings,
    );

    expect([plain.code, packed.code]).toEqual(['UPSTREAM_BAD_RESPONSE', 'UPSTREAM_BAD_RESPONSE']);
  });

  it('leaves no word of upstream’s in the error', async () => {
    const { answer } = await ask((_target, response) =>
      answerJson(response, { detail: 'SECRET detail', user: 'SECRET' }, 404),
    );

    expect(JSON.stringify(answer)).not.toMatch(/SECRET|127\.0\.0\.1|core\/tokens|api\/v3/);
  });
});

describe('a packed answer', () => {
  it('is unpacked', async () => {
    const { answer } = await ask((_target, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(gzipSync(JSON.stringify(aTokenJson()))),
    );

    expect(answer.data).toEqual({ token: { identifier: 'plain-api' } });
  });

  it('may be empty although it says gzip', async () => {
    const { code } = await ask((_target, response) =>
      response.writeHead(400, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(),
    );

    expect(code).toBe('BAD_USER_INPUT');
  });
});

describe('an operation', () => {
  it('has at most 8 requests in flight', async () => {
    let inFlight = 0;
    let most = 0;
    const authentik = aScriptedAuthentik((target, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => {
        inFlight -= 1;
        answerJson(response, aTokenJson({ identifier: target.split('/')[3] }));
      }, 5);
    });
    const gateway = await startGateway(authentik.handle);
    const identifiers = Array.from({ length: 40 }, (_, index) => `t-${index}`);

    const { data } = await gateway.query<{ tokensByIdentifier: { identifier: string }[] }, object>(
      'query ($identifiers: [String!]!) { tokensByIdentifier(identifiers: $identifiers) { identifier } }',
      { variables: { identifiers } },
    );

    expect(data.tokensByIdentifier.map(({ identifier }) => identifier)).toEqual(identifiers);
    expect(authentik.requests).toHaveLength(40);
    expect(most).toBe(8);
  });

  it('gives up as a whole when its time is over', async () => {
    const authentik = aScriptedAuthentik(() => undefined);
    const gateway = await startGateway(authentik.handle, {
      operationTimeoutMs: 200,
      maxRootFields: 20,
      upstreamTimeoutMs: 60_000,
    });
    const fields = Array.from(
      { length: 20 },
      (_, index) => `t${index}: token(identifier: "t-${index}") { __typename }`,
    );

    const { status, data, errors } = await gateway.query(`{ ${fields.join(' ')} }`);

    expect([status, data]).toEqual([504, undefined]);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['GATEWAY_TIMEOUT']));
    expect(authentik.requests).toHaveLength(8);
  });
});
