import { describe, expect, it } from 'vitest';
import { aTokenJson } from './support/builders.ts';
import { startGateway } from './support/gateway.ts';
import { aLog } from './support/log.ts';
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
    const { log, lines } = aLog();
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
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(code);
    expect(lines.join()).not.toContain('SECRET');
  });

  it('tells nothing of what is the caller’s doing', async () => {
    const { log, lines } = aLog();
    const gateway = await startGateway(
      aScriptedAuthentik((_target, response) => answerJson(response, { detail: 'No.' }, 404)).handle,
      {},
      log,
    );

    await gateway.query(QUERY, { key: 'key-plain', variables: { identifier: 'nope' } });
    await gateway.query(QUERY, { key: 'key-plain', variables: { identifier: '../..' } });
    await gateway.query('{ nope }', { key: 'key-plain' });

    expect(lines).toEqual([]);
  });

  it('tells nothing of a caller that hangs up', async () => {
    const { log, lines } = aLog();
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
    expect(lines).toEqual([]);
  });
});
