import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startSandboxGateway } from '../support/gateway.ts';
import { readAnswers, sendBytes, toPost } from '../support/raw.ts';

const BODY = JSON.stringify({ query: '{ viewer { username } }' });
const TEXT = 'query ($where: AuthentikUserWhere) { users(where: $where) { totalCount } }';

async function answerTo(bytes: string | Uint8Array) {
  const gateway = await startSandboxGateway();
  const answers = readAnswers(await sendBytes(gateway.url, bytes));
  const last = answers.at(-1);
  const json = JSON.parse(last?.body === '' || last === undefined ? 'null' : last.body);
  return { answers, status: last?.status, headers: last?.headers, json, asked: gateway.sandbox.requests.length };
}

function withVariables(json: string): Uint8Array {
  return toPost(`{"query":${JSON.stringify(TEXT)},"variables":${json}}`);
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

describe('malformed bytes', () => {
  it.each<[string, Uint8Array, number, string]>([
    ['truncated JSON', toPost(BODY.slice(0, -5)), 400, 'BAD_REQUEST'],
    ['a byte order mark', toPost(`\ufeff${BODY}`), 400, 'BAD_REQUEST'],
    ['no body', toPost(''), 400, 'BAD_REQUEST'],
    ['JSON that is no object', toPost('"x"'), 400, 'BAD_REQUEST'],
    ['null', toPost('null'), 400, 'BAD_REQUEST'],
    ['a packed body', toPost(gzipSync(BODY), ['Content-Encoding: gzip']), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a query that is a number', toPost('{"query":1}'), 400, 'BAD_REQUEST'],
    ['a batch', toPost(`[${BODY}]`), 400, 'BAD_REQUEST'],
    [
      'null for a variable with a default where the argument may not be null',
      toPost('{"query":"query ($ids: [ID!] = []) { usersById(ids: $ids) { pk } }","variables":{"ids":null}}'),
      200,
      'BAD_USER_INPUT',
    ],
    [
      'a persisted query',
      toPost('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}'),
      400,
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ],
    ['a lone surrogate', withVariables('{"where":{"username":"\\ud800"}}'), 200, 'BAD_USER_INPUT'],
    ['NUL in a value', withVariables('{"where":{"username":"a\\u0000b"}}'), 200, 'BAD_USER_INPUT'],
    ['NUL in the document', toPost('{"query":"{ viewer { pk\\u0000 } }"}'), 200, 'GRAPHQL_PARSE_FAILED'],
    [
      '__proto__ in variables',
      withVariables('{"__proto__":{"where":1},"where":{"__proto__":{"username":"x"}}}'),
      200,
      'BAD_USER_INPUT',
    ],
    [
      '__proto__ beside the query',
      toPost(`{"query":"{ viewer { pk } }","__proto__":{"query":"x"}}`),
      400,
      'BAD_REQUEST',
    ],
    ['1e999', withVariables('{"where":{"isActive":1e999}}'), 200, 'BAD_USER_INPUT'],
    ['49,000 nested arrays', withVariables(`{"where":${nested(49_000)}}`), 400, 'MAX_VARIABLES_EXCEEDED'],
    ['100,000 nested arrays', withVariables(`{"where":${nested(100_000)}}`), 413, 'PAYLOAD_TOO_LARGE'],
    [
      '49,000 nested objects beside the variables',
      toPost(`{"query":"{ viewer { pk } }","extensions":{"a":${nested(49_000)}}}`),
      200,
      '',
    ],
    [
      'a name of 10 kB',
      toPost(JSON.stringify({ query: `{ ${'a'.repeat(10_000)} }` })),
      200,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an operation name of 10 kB',
      toPost(JSON.stringify({ query: '{ viewer { pk } }', operationName: 'a'.repeat(10_000) })),
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'an operation name that is no text',
      toPost('{"query":"{ viewer { pk } }","operationName":{"a":1}}'),
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['a length that is no number', toPost(BODY, ['Content-Length: x']), 400, 'BAD_REQUEST'],
    ['two lengths', toPost(BODY, ['Content-Length: 3', 'Content-Length: 4']), 400, 'BAD_REQUEST'],
    ['a length and chunks', toPost(BODY, ['Content-Length: 3', 'Transfer-Encoding: chunked']), 400, 'BAD_REQUEST'],
    ['chunks that are none', toPost('zz\r\nhello', ['Transfer-Encoding: chunked']), 400, 'BAD_REQUEST'],
    ['another expectation', toPost(BODY, ['Expect: 200-ok']), 417, 'BAD_REQUEST'],
    ['characters outside ASCII in the credential', toPost(BODY, ['X-A: \u00e4'], 'key-\u00e4'), 401, 'UNAUTHENTICATED'],
    ['two credentials', toPost(BODY, ['authorization: Bearer key-plain']), 401, 'UNAUTHENTICATED'],
    ['an Accept that only looks like JSON', toPost(BODY, ['Accept: application/json-seq']), 406, 'NOT_ACCEPTABLE'],
    ['no Host', Buffer.from('POST /graphql HTTP/1.1\r\nConnection: close\r\n\r\n'), 400, 'BAD_REQUEST'],
    ['//graphql', Buffer.from('POST //graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'), 404, 'NOT_FOUND'],
    [
      'an absolute URL',
      Buffer.from('POST http://b/graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['what is not HTTP', Buffer.from('\x16\x03\x01\x02\x00'), 400, 'BAD_REQUEST'],
    ['an unknown method', Buffer.from('BREW / HTTP/1.1\r\nHost: a\r\n\r\n'), 400, 'BAD_REQUEST'],
    ['headers of 20 kB', toPost(BODY, [`X-A: ${'a'.repeat(20_000)}`]), 431, 'HEADERS_TOO_LARGE'],
    [
      'a URL of 20 kB',
      Buffer.from(`POST /graphql?${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`),
      431,
      'HEADERS_TOO_LARGE',
    ],
    [
      '101 headers',
      toPost(
        BODY,
        Array.from({ length: 96 }, (_, index) => `X-${index}: 1`),
      ),
      431,
      'HEADERS_TOO_LARGE',
    ],
  ])('(%s) are refused, or answered, as JSON with a code', async (_case, bytes, status, code) => {
    const answer = await answerTo(bytes);

    expect([answer.status, answer.json.errors?.[0]?.extensions.code ?? '']).toEqual([status, code]);
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching(/json/),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^[\w.-]{1,128}$/),
    });
    expect([answer.headers?.server, answer.headers?.['x-powered-by']]).toEqual([undefined, undefined]);
    for (const error of answer.json.errors ?? []) {
      expect(error.extensions.requestId).toBe(answer.headers?.['x-request-id']);
      expect(error.message.length).toBeLessThanOrEqual(501);
    }
  });

  it.each<[string, Uint8Array]>([
    ['chunks', toPost(`${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`, ['Transfer-Encoding: chunked'])],
    ['100-continue', toPost(BODY, ['Expect: 100-continue'])],
    [
      'a query string',
      Buffer.from(toPost(BODY).toString('latin1').replace('/graphql', '/graphql?query={nope}'), 'latin1'),
    ],
    ['a slash at the end', Buffer.from(toPost(BODY).toString('latin1').replace('/graphql', '/graphql/'), 'latin1')],
    [
      'a Host that is no host',
      Buffer.from(toPost(BODY).toString('latin1').replace('Host: localhost', 'Host: [::'), 'latin1'),
    ],
    [
      'capitals',
      Buffer.from(
        toPost(BODY, ['Accept: APPLICATION/JSON'])
          .toString('latin1')
          .replace('application/json', 'Application/JSON ; Charset=UTF-8'),
        'latin1',
      ),
    ],
    ['the empty operation name', toPost(JSON.stringify({ query: '{ viewer { username } }', operationName: '' }))],
    [
      '100 headers',
      toPost(
        BODY,
        Array.from({ length: 94 }, (_, index) => `X-${index}: 1`),
      ),
    ],
  ])('(%s) are no reason to refuse', async (_case, bytes) => {
    const answer = await answerTo(bytes);

    expect([answer.status, answer.json]).toEqual([200, { data: { viewer: { username: 'akadmin' } } }]);
  });

  it('are kept apart when requests are pipelined', async () => {
    const keep = toPost(BODY).toString('latin1').replace('Connection: close\r\n', '');
    const { answers } = await answerTo(
      Buffer.from(keep + keep.replace('key-admin', 'key-plain') + toPost(BODY).toString('latin1'), 'latin1'),
    );

    expect(answers.map(({ body }) => JSON.parse(body).data.viewer.username)).toEqual(['akadmin', 'plain', 'akadmin']);
  });
});
