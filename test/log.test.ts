import { describe, expect, it } from 'vitest';
import { aTokenJson } from './support/builders.ts';
import { startGateway, startSandboxGateway } from './support/gateway.ts';
import { aLog, requestLines } from './support/log.ts';
import { answerJson, aScriptedAuthentik } from './support/scripted-authentik.ts';

const QUERY = 'query ($identifier: String!) { token(identifier: $identifier) { ... on Token { id } } }';

describe('the log', () => {
  it.each<[string, string, (response: Parameters<Parameters<typeof aScriptedAuthentik>[0]>[1]) => void]>([
    [
      'an authentik that fails',
      'UPSTREAM_UNAVAILABLE',
      (response) => response.writeHead(500, { 'content-type': 'text/html' }).end('SECRET-page'),
    ],
    ['an authentik that resets', 'UPSTREAM_UNAVAILABLE', (response) => response.socket?.destroy()],
    [
      'an answer of another shape',
      'UPSTREAM_BAD_RESPONSE',
      (response) => answerJson(response, { ...aTokenJson({ identifier: 7, key: 'SECRET-key' }) }),
    ],
    ['no answer in time', 'GATEWAY_TIMEOUT', () => undefined],
  ])('tells %s by its code, and neither credential, variables nor upstream’s words', async (_case, code, answer) => {
    const { log, lines, errors: failures } = aLog();
    const gateway = await startGateway(
      aScriptedAuthentik((_target, response) => answer(response)).handle,
      { upstreamTimeoutMs: 200 },
      log,
    );

    const { errors } = await gateway.query(QUERY, {
      key: 'SECRET-credential',
      variables: { identifier: 'SECRET-variable' },
    });

    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(failures()).toEqual([{ level: 'error', fields: expect.objectContaining({ code }) }]);
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it('tells no error that is the caller’s doing', async () => {
    const { log, errors } = aLog();
    const gateway = await startGateway(
      aScriptedAuthentik((_target, response) => answerJson(response, { detail: 'No.' }, 404)).handle,
      {},
      log,
    );

    await gateway.query(QUERY, { key: 'key-plain', variables: { identifier: 'nope' } });
    await gateway.query(QUERY, { key: 'key-plain', variables: { identifier: '../..' } });
    await gateway.query('{ nope }', { key: 'key-plain' });

    expect(errors()).toEqual([]);
  });

  it('tells no error of a caller that hangs up', async () => {
    const { log, errors } = aLog();
    const authentik = aScriptedAuthentik(() => controller.abort());
    const controller = new AbortController();
    const gateway = await startGateway(authentik.handle, {}, log);

    const gone = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      signal: controller.signal,
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-plain' },
      body: JSON.stringify({ query: '{ viewer { pk } }' }),
    });

    await expect(gone).rejects.toThrow();
    await gateway.query('{ nope }', { key: 'key-plain' });
    expect(errors()).toEqual([]);
  });
});

describe('the line of a request', () => {
  it('tells who asked for what kind of thing, how long it took and what it cost', async () => {
    const { log, lines } = aLog();
    const gateway = await startSandboxGateway(undefined, {}, log);

    await gateway.query('query Team { users { nodes { pk } } viewer { pk } }');

    expect(requestLines(lines)).toEqual([
      {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        operation: 'Team',
        kind: 'query',
        milliseconds: expect.any(Number),
        status: 200,
        upstream: {
          requests: gateway.sandbox.requests.length,
          rows: gateway.sandbox.requests.reduce((sum, { rows }) => sum + rows, 0),
          bytes: expect.any(Number),
        },
        codes: [],
      },
    ]);
    expect(gateway.sandbox.requests.length).toBe(2);
    expect(requestLines(lines)[0]).toMatchObject({ upstream: { bytes: expect.toSatisfy((bytes) => bytes > 1000) } });
  });

  it.each([
    ['an operation without a name', '{ viewer { pk } }', { operation: '(anonymous)', kind: 'query', codes: [] }],
    [
      'a name that is too long',
      `query ${'N'.repeat(65)} { viewer { pk } }`,
      { operation: '(unfit)', kind: 'query', codes: [] },
    ],
    [
      'the longest name',
      `query ${'N'.repeat(64)} { viewer { pk } }`,
      { operation: 'N'.repeat(64), kind: 'query', codes: [] },
    ],
    ['what is no GraphQL', '{ SECRET', { operation: '(none)', kind: 'none', codes: ['GRAPHQL_PARSE_FAILED'] }],
    [
      'what does not fit the schema',
      'query A { SECRET }',
      { operation: 'A', kind: 'query', codes: ['GRAPHQL_VALIDATION_FAILED'] },
    ],
    [
      'errors, each code once',
      'query B { a: token(identifier: "SECRET") { ... on Token { id } } b: user(id: "../SECRET") { ... on User { pk } } c: token(identifier: "SECRET-2") { ... on Token { id } } }',
      { operation: 'B', kind: 'query', codes: ['BAD_USER_INPUT', 'NOT_FOUND'] },
    ],
  ])('names %s', async (_case, document, expected) => {
    const { log, lines } = aLog();
    const gateway = await startSandboxGateway(undefined, {}, log);

    await gateway.query(document);

    const [line] = requestLines(lines);
    expect({ ...line, codes: [line?.codes].flat().sort() }).toMatchObject(expected);
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it('tells refusals by status and code, and is not written for GraphiQL and preflights', async () => {
    const { log, lines } = aLog();
    const gateway = await startSandboxGateway(
      undefined,
      { graphiql: true, corsOrigins: 'https://app.company', rateLimitPerMinute: 1 },
      log,
    );
    const headers = { 'content-type': 'application/json', authorization: 'Bearer key-admin' };
    const body = '{"query":"{ viewer { pk } }"}';
    const endpoint = `${gateway.url}/graphql?SECRET`;

    await fetch(endpoint, { headers: { accept: 'text/html' } });
    await fetch(endpoint, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.company', 'access-control-request-method': 'POST' },
    });
    await fetch(endpoint, { method: 'POST', headers: { ...headers, authorization: 'Basic SECRET' }, body });
    await fetch(endpoint, { method: 'PUT', headers, body });
    await fetch(endpoint, { method: 'POST', headers, body });
    await fetch(endpoint, { method: 'POST', headers, body });

    expect(requestLines(lines).map(({ status, codes }) => [status, codes])).toEqual([
      [401, ['UNAUTHENTICATED']],
      [405, ['METHOD_NOT_ALLOWED']],
      [200, []],
      [429, ['RATE_LIMITED']],
    ]);
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it('tells a caller that has gone by 499', async () => {
    const { log, lines } = aLog();
    const controller = new AbortController();
    const gateway = await startGateway(aScriptedAuthentik(() => controller.abort()).handle, {}, log);

    const gone = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      signal: controller.signal,
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-plain' },
      body: JSON.stringify({ query: 'query Gone { viewer { pk } }' }),
    });
    await expect(gone).rejects.toThrow();
    while (requestLines(lines).length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(requestLines(lines)).toMatchObject([{ operation: 'Gone', status: 499, upstream: { requests: 1 } }]);
  });
});
