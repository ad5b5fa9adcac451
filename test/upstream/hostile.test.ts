import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aTokenJson, aUserJson } from '../support/builders.ts';
import { startGateway } from '../support/gateway.ts';
import { aLog } from '../support/log.ts';
import { startRawAuthentik, toJsonBytes } from '../support/raw-authentik.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

const TOKEN = '{ token(identifier: "plain-api") { ... on Token { identifier description } } }';
const GOOD = toJsonBytes(aTokenJson());
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const WORDS = /SECRET|127\.0\.0\.1|core\/|api\/v3|ECONN|undici|Error:|zlib|stack/;

/** One connection, so that whatever an answer leaves behind is in the way of the next one. */
const SETTINGS = { upstreamConnections: 1, upstreamTimeoutMs: 500, upstreamRetries: 0, upstreamReport: false };

function gzipped(body: Buffer | string): Buffer {
  const packed = gzipSync(body);
  return Buffer.concat([
    Buffer.from(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`),
    packed,
  ]);
}

const BOMB = gzipped(Buffer.alloc(100_000_000, ' '));

/** A byte of a good answer every now and then, for ever. */
function drip(socket: Socket, bytes: string): void {
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(bytes.charAt(sent % bytes.length));
    sent += 1;
  }, 20);
  socket.once('close', () => clearInterval(timer));
}

const without = (bytes: string, length: number) => bytes.replace(/Content-Length: \d+/, `Content-Length: ${length}`);
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const withAttributes = (json: string) =>
  JSON.stringify(aTokenJson({ user_obj: aUserJson({ attributes: 0 }) })).replace(
    '"attributes":0',
    `"attributes":${json}`,
  );

const CASES: readonly (readonly [string, string, (socket: Socket) => unknown])[] = [
  ['is reset before a byte of it', 'UPSTREAM_UNAVAILABLE', (socket) => socket.resetAndDestroy()],
  ['is closed before a byte of it', 'UPSTREAM_UNAVAILABLE', (socket) => socket.end()],
  [
    'is reset within its headers',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.write('HTTP/1.1 200 OK\r\nConte', () => socket.resetAndDestroy()),
  ],
  [
    'is reset behind its headers',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.write(`${HEAD}Content-Length: 900\r\n\r\n`, () => socket.resetAndDestroy()),
  ],
  [
    'is reset within its body',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.write(GOOD.slice(0, -20), () => socket.resetAndDestroy()),
  ],
  ['ends before its length', 'UPSTREAM_UNAVAILABLE', (socket) => socket.end(without(GOOD, 5000))],
  [
    'ends within a chunk',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\nff\r\n{"pk":`),
  ],
  ['is longer than its length', 'UPSTREAM_BAD_RESPONSE', (socket) => socket.end(without(GOOD, 10))],
  [
    'has a length that is none',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.end(GOOD.replace(/Content-Length: \d+/, 'Content-Length: x')),
  ],
  [
    'has two lengths',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.end(GOOD.replace('Content-Type', 'Content-Length: 1\r\nContent-Type')),
  ],
  ['is no HTTP', 'UPSTREAM_UNAVAILABLE', (socket) => socket.end('SSH-2.0-SECRET\r\n')],
  [
    'has headers of 1 MB',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.end(toJsonBytes(aTokenJson(), '200 OK', [`X-A: ${'a'.repeat(1_000_000)}`])),
  ],
  [
    'switches protocols',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.end('HTTP/1.1 101 SECRET\r\nUpgrade: SECRET\r\nConnection: upgrade\r\n\r\n'),
  ],
  ['never comes', 'GATEWAY_TIMEOUT', () => undefined],
  ['drips, headers first', 'GATEWAY_TIMEOUT', (socket) => drip(socket, GOOD)],
  [
    'drips in its body',
    'GATEWAY_TIMEOUT',
    (socket) => {
      socket.write(`${HEAD}Content-Length: 100000\r\n\r\n`);
      drip(socket, ' ');
    },
  ],
  [
    'has 9 MB',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.end(toJsonBytes(aTokenJson({ description: 'x'.repeat(9_000_000) }))),
  ],
  [
    'has 9 MB in chunks that never end',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n900000\r\n${' '.repeat(0x900000)}\r\n`),
  ],
  ['is a gzip bomb of 100 MB', 'UPSTREAM_BAD_RESPONSE', (socket) => socket.end(BOMB)],
  [
    'is half a gzip stream',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => {
      const packed = gzipSync(JSON.stringify(aTokenJson())).subarray(0, 40);
      socket.end(Buffer.concat([Buffer.from(`${HEAD}Content-Encoding: gzip\r\nContent-Length: 40\r\n\r\n`), packed]));
    },
  ],
  [
    'is packed otherwise than was asked for',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.end(toJsonBytes('SECRET', '200 OK', ['Content-Encoding: br'])),
  ],
  [
    'is HTML with 200',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html>SECRET<'),
  ],
  [
    'is that of an authentik that starts',
    'UPSTREAM_UNAVAILABLE',
    (socket) => socket.end(toJsonBytes({ error: 'authentik starting SECRET' })),
  ],
  [
    'is a redirect',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: http://SECRET/\r\nContent-Length: 0\r\n\r\n'),
  ],
  ['is an empty 204', 'UPSTREAM_BAD_RESPONSE', (socket) => socket.end('HTTP/1.1 204 SECRET\r\n\r\n')],
  [
    'is 429',
    'RATE_LIMITED',
    (socket) => socket.end(toJsonBytes({ detail: 'SECRET' }, '429 SECRET', ['Retry-After: 7'])),
  ],
  ...['500', '501', '502', '503', '504', '599'].map(
    (status) =>
      [
        `is ${status}`,
        'UPSTREAM_UNAVAILABLE',
        (socket: Socket) => socket.end(toJsonBytes({ detail: 'SECRET' }, `${status} SECRET`)),
      ] as const,
  ),
  ['is 418', 'UPSTREAM_BAD_RESPONSE', (socket) => socket.end(toJsonBytes({ detail: 'SECRET' }, '418 SECRET'))],
  ['is null', 'UPSTREAM_BAD_RESPONSE', (socket) => socket.end(toJsonBytes('null'))],
  [
    'is a page',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.end(toJsonBytes({ pagination: {}, results: [aTokenJson()] })),
  ],
  [
    'has null in the place of each value',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.end(toJsonBytes(Object.fromEntries(Object.keys(aTokenJson()).map((name) => [name, null])))),
  ],
  [
    'has other types',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.end(toJsonBytes(aTokenJson({ expiring: 'SECRET', expires: 7 }))),
  ],
  [
    'has a number beyond all numbers',
    'UPSTREAM_BAD_RESPONSE',
    (socket) => socket.end(toJsonBytes(JSON.stringify(aTokenJson()).replace('"pk":4', '"pk":1e999'))),
  ],
  ['is nested 1,000,000 levels deep', 'UPSTREAM_BAD_RESPONSE', (socket) => socket.end(toJsonBytes(deep(1_000_000)))],
];

describe('an answer that', () => {
  it.each(CASES)('%s is %s, says nothing of it, and is in nobody’s way', async (_case, code, answer) => {
    let isGood = false;
    const { log, lines } = aLog();
    const authentik = await startRawAuthentik((socket) => (isGood ? socket.end(GOOD) : answer(socket)));
    const gateway = await startGateway(authentik.url, SETTINGS, log);

    const { status, data, errors } = await gateway.query(TOKEN);
    const asked = authentik.requests.length;
    isGood = true;
    const next = await gateway.query(TOKEN);

    expect([status, data, errors?.map(({ extensions }) => extensions.code)]).toEqual([200, { token: null }, [code]]);
    expect(JSON.stringify(errors)).not.toMatch(WORDS);
    expect(JSON.stringify(lines)).not.toMatch(/SECRET|key-admin/);
    expect(errors?.[0]?.extensions.retryAfter).toBe(code === 'RATE_LIMITED' ? 7 : undefined);
    expect(asked).toBe(1);
    expect(next.data).toEqual({ token: { identifier: 'plain-api', description: '' } });
  });

  it('cannot be had because nothing listens is UPSTREAM_UNAVAILABLE', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    const gateway = await startGateway(
      `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
      SETTINGS,
    );

    const { errors } = await gateway.query(TOKEN);

    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(JSON.stringify(errors)).not.toMatch(WORDS);
  });

  it('has fields that nobody knows is used without them', async () => {
    const json = aTokenJson({ password: 'SECRET', key: 'SECRET', user_obj: aUserJson({ password: 'SECRET' }) });
    const authentik = await startRawAuthentik((socket) => socket.end(toJsonBytes(json)));
    const gateway = await startGateway(authentik.url, SETTINGS);

    const { data, errors } = await gateway.query(
      '{ token(identifier: "plain-api") { ... on Token { identifier user { username attributes } } } }',
    );

    expect([data, errors]).toEqual([
      { token: { identifier: 'plain-api', user: { username: 'plain', attributes: {} } } },
      undefined,
    ]);
  });
});

describe('attributes', () => {
  it.each([
    [999, undefined],
    [1001, 'UPSTREAM_BAD_RESPONSE'],
    [100_000, 'UPSTREAM_BAD_RESPONSE'],
    [1_000_000, 'UPSTREAM_BAD_RESPONSE'],
  ])('that are nested %i levels deep are answered, or %s', async (levels, code) => {
    const json = withAttributes(`{"a":${deep(levels)}}`);
    const authentik = await startRawAuthentik((socket) => socket.end(toJsonBytes(json)));
    const gateway = await startGateway(authentik.url, SETTINGS);

    const { status, errors } = await gateway.query(
      '{ token(identifier: "plain-api") { ... on Token { user { attributes } } } }',
    );

    expect([status, errors?.[0]?.extensions.code]).toEqual([200, code]);
  });
});

describe('pages', () => {
  const page = (pks: readonly number[], { count, index }: { readonly count: number; readonly index: number }) => ({
    pagination: {
      count,
      start_index: index,
      next: 0,
      previous: 0,
      current: 1,
      total_pages: 1,
      end_index: index + pks.length - 1,
    },
    results: pks.map((pk) => aUserJson({ pk, username: `user-${pk}` })),
  });
  const LIST =
    'query ($after: String) { users(first: 2, after: $after) { totalCount nodes { pk } pageInfo { hasNextPage endCursor } } }';
  interface Listed {
    readonly users: {
      readonly nodes: readonly { readonly pk: number }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    } | null;
  }

  it('that name a row twice are answered as they are, each row once in the loaders', async () => {
    const authentik = aScriptedAuthentik((_target, response) =>
      answerJson(response, page([4, 4], { count: 2, index: 1 })),
    );
    const gateway = await startGateway(authentik.handle, SETTINGS);

    const { status, errors, data } = await gateway.query<Listed, object>(LIST);

    expect([status, errors, data.users?.nodes]).toEqual([200, undefined, [{ pk: 4 }, { pk: 4 }]]);
  });

  it('that shrink while they are walked end the walk', async () => {
    let count = 6;
    const authentik = aScriptedAuthentik((target, response) => {
      const asked = new URL(target, 'http://a').searchParams;
      const [number, size] = [Number(asked.get('page') ?? 1), Number(asked.get('page_size') ?? 100)];
      const first = (number - 1) * size;
      if (first >= count && number > 1) {
        answerJson(response, { detail: 'Invalid page.' }, 404);
        return;
      }
      const pks = Array.from({ length: Math.min(size, count - first) }, (_, index) => first + index + 1);
      answerJson(response, page(pks, { count, index: first + 1 }));
    });
    const gateway = await startGateway(authentik.handle, SETTINGS);
    const seen: number[] = [];
    let after: string | null = null;
    let hasNext = true;
    let pages = 0;
    while (hasNext) {
      const { data, errors }: { data: Listed; errors: unknown } = await gateway.query<Listed, object>(LIST, {
        variables: { after },
      });
      expect(errors).toBeUndefined();
      seen.push(...(data.users?.nodes ?? []).map(({ pk }) => pk));
      after = data.users?.pageInfo.endCursor ?? null;
      hasNext = data.users?.pageInfo.hasNextPage ?? false;
      count = pages === 0 ? 3 : 1;
      pages += 1;
    }

    expect(seen).toEqual([1, 2, 3]);
    expect(pages).toBe(2);
  });
});

describe('a caller who goes away', () => {
  it('ends the request to authentik', async () => {
    let gone = (): void => undefined;
    let asked = (): void => undefined;
    const isGone = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const authentik = aScriptedAuthentik((_target, response) => {
      response.once('close', gone);
      asked();
    });
    const gateway = await startGateway(authentik.handle, { upstreamTimeoutMs: 600_000, operationTimeoutMs: 600_000 });
    const controller = new AbortController();
    const asking = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer key' },
      body: JSON.stringify({ query: '{ viewer { username } user(pk: 4) { __typename } }' }),
      signal: controller.signal,
    }).catch(() => 'aborted');
    await isAsked;

    controller.abort();

    expect(await asking).toBe('aborted');
    await isGone;
  });
});
