import type { ServerResponse } from 'node:http';
import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { exchangeWrite } from '../../src/authentik/transport.ts';
import { aUserJson } from '../support/builders.ts';
import { serve, startGateway } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';
import { aGuard, anObserver } from '../support/upstream.ts';
import { startWatchedGateway } from '../support/watched-sandbox.ts';

type Answer = (response: ServerResponse) => unknown;
const CHANGE = { id: '4', name: 'x' };

describe('a write whose answer', () => {
  it.each<[string, string, Answer]>([
    ['is cut off with the connection', 'UPSTREAM_OUTCOME_UNKNOWN', (response) => response.destroy()],
    ['never comes', 'UPSTREAM_OUTCOME_UNKNOWN', () => undefined],
    [
      'ends after its headers',
      'UPSTREAM_OUTCOME_UNKNOWN',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
    ],
    [
      'is shorter than announced',
      'UPSTREAM_OUTCOME_UNKNOWN',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '900' }).write('{"pk":');
        setImmediate(() => response.destroy());
      },
    ],
    [
      'is half a JSON text',
      'UPSTREAM_OUTCOME_UNKNOWN',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"pk": '),
    ],
    [
      'is a page',
      'UPSTREAM_OUTCOME_UNKNOWN',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    ],
    ['is of another shape', 'UPSTREAM_OUTCOME_UNKNOWN', (response) => answerJson(response, { pk: 4 })],
    ['is about somebody else', 'UPSTREAM_OUTCOME_UNKNOWN', (response) => answerJson(response, aUserJson({ pk: 9 }))],
    ['is empty', 'UPSTREAM_OUTCOME_UNKNOWN', (response) => response.writeHead(204).end()],
    ['is too large', 'UPSTREAM_OUTCOME_UNKNOWN', (response) => answerJson(response, { pk: 'x'.repeat(20_000) })],
    ['is a proxy’s 502', 'UPSTREAM_OUTCOME_UNKNOWN', (response) => response.writeHead(502).end()],
    ['is a proxy’s 504', 'UPSTREAM_OUTCOME_UNKNOWN', (response) => response.writeHead(504).end()],
    ['is a time-out of the router', 'UPSTREAM_OUTCOME_UNKNOWN', (response) => response.writeHead(408).end()],
    [
      'says that authentik starts, with 200',
      'UPSTREAM_UNAVAILABLE',
      (response) => answerJson(response, { error: 'authentik starting' }),
    ],
    [
      'says that authentik starts, with 503',
      'UPSTREAM_UNAVAILABLE',
      (response) => answerJson(response, { error: 'authentik starting' }, 503),
    ],
    [
      'is an empty 405, a crash or a hidden 404',
      'UPSTREAM_UNAVAILABLE',
      (response) => response.writeHead(405, { 'content-type': 'text/html' }).end(),
    ],
    [
      'is a crash',
      'UPSTREAM_UNAVAILABLE',
      (response) => response.writeHead(500, { 'content-type': 'text/html' }).end('<html>'),
    ],
    ['is a redirect', 'UPSTREAM_BAD_RESPONSE', (response) => response.writeHead(302, { location: '/' }).end()],
    ['says to slow down', 'RATE_LIMITED', (response) => answerJson(response, { detail: 'x' }, 429)],
  ])('%s is %s, is never data, and is not sent again', async (_case, code, answer) => {
    const authentik = aScriptedAuthentik((_target, response) => answer(response));
    const gateway = await startGateway(authentik.handle, { upstreamTimeoutMs: 300, maxUpstreamResponseBytes: 10_000 });

    expect(await mutate(gateway, 'updateUser', { input: CHANGE })).toEqual({ data: null, codes: [code] });
    expect(authentik.requests).toHaveLength(1);
  });

  it.each([405, 500])('is an empty %i says that something may have been changed', async (status) => {
    const authentik = aScriptedAuthentik((_target, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end(),
    );
    const gateway = await startGateway(authentik.handle);

    const { errors } = await gateway.query('mutation { deleteUser(input: { id: "4" }) { __typename } }');

    expect(errors?.[0]?.message).toBe(
      'authentik failed at it. Look whether anything was changed before you try again.',
    );
  });

  it('is lost is unknown although the change was made', async () => {
    const gateway = await startWatchedGateway({ hook: (_sent, { lose }) => lose() });

    const { codes } = await mutate(gateway, 'updateUser', { input: CHANGE });

    expect(codes).toEqual(['UPSTREAM_OUTCOME_UNKNOWN']);
    expect((await gateway.direct('GET', '/core/users/4/')).body).toMatchObject({ name: 'x' });
    expect(gateway.sent).toHaveLength(1);
  });
});

describe('a write that certainly never reached authentik', () => {
  it.each([
    ['nobody listens', 'http://127.0.0.1:1'],
    ['no such name', 'http://authentik.invalid'],
    ['no TLS there', undefined],
  ])('is UPSTREAM_UNAVAILABLE: %s', async (_case, url) => {
    const plain = await serve((_request, response) => response.end());
    const gateway = await startGateway(() => undefined, {}, undefined, {
      elsewhere: url ?? plain.replace('http:', 'https:'),
    });

    expect((await mutate(gateway, 'updateUser', { input: CHANGE })).codes).toEqual(['UPSTREAM_UNAVAILABLE']);
  });

  it('is GATEWAY_TIMEOUT when it never got hold of a connection', async () => {
    let arrive = (): void => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const authentik = aScriptedAuthentik(() => arrive());
    const dispatcher = new Agent({ connections: 1, pipelining: 1 });
    const apiUrl = await serve(authentik.handle);
    const guard = aGuard();
    const upstream = { apiUrl, dispatcher, timeoutMs: 60_000, maxResponseBytes: 1000, userAgent: 'test', guard };
    const write = (signal: AbortSignal) =>
      exchangeWrite(
        upstream,
        { method: 'DELETE', path: '/x/' },
        {
          credential: { bearerToken: 'k' },
          requestId: '1',
          signal,
          maxBytes: 1000,
          observer: anObserver,
        },
      );
    const patience = new AbortController();
    const first = write(patience.signal);
    await arrival;

    const second = write(AbortSignal.timeout(100));

    await expect(second).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT' });
    patience.abort();
    await expect(first).rejects.toMatchObject({ code: 'UPSTREAM_OUTCOME_UNKNOWN' });
    expect(authentik.requests).toHaveLength(1);
    await dispatcher.destroy();
  });
});

describe('a key that is viewed', () => {
  it.each([
    ['a 502', (response: ServerResponse) => response.writeHead(502).end()],
    ['a connection that breaks', (response: ServerResponse) => response.destroy()],
  ])('is asked for once, though %s is repeated for other reads', async (_what, answer) => {
    const authentik = aScriptedAuthentik((_target, response) => answer(response));
    const gateway = await startGateway(authentik.handle);

    const { codes } = await mutate(gateway, 'viewTokenKey', { input: { identifier: 'plain-api' }, select: 'key' });

    expect(codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(authentik.requests.map(({ target }) => target)).toEqual(['/core/tokens/plain-api/view_key/']);
  });
});
