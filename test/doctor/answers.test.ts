import { describe, expect, it } from 'vitest';
import { serve } from '../support/gateway.ts';
import { answering, examineUrl, serveAltered, serveSandbox } from './examined.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const STARTING = '{"error":"authentik starting"}';
const ANONYMOUS = '/api/v3/core/users/me/';

describe('an authentik that still starts is recognised', () => {
  it.each([
    ['up to 2025.6, as 502 text', answering(502, 'failed to connect to authentik backend: authentik starting')],
    [
      'up to 2025.6, as 502 JSON',
      answering(502, '{"error":"failed to connect to authentik backend: authentik starting"}'),
    ],
    ['in 2025.10, as 200 JSON', answering(200, STARTING, { ...JSON_TYPE, 'retry-after': '5' })],
    ['in 2025.10, as 503 text', answering(503, 'authentik starting', { 'retry-after': '5' })],
    ['from 2026 on, as 503 JSON', answering(503, STARTING, { ...JSON_TYPE, 'retry-after': '5' })],
  ])('%s', async (_release, answer) => {
    const { started, front } = await examineUrl(await serveAltered({ '/': answer }));

    expect(started).toMatchObject({
      status: 'fail',
      sentence: 'authentik is still starting.',
      advice: expect.stringMatching(/^Wait( 5 seconds)? and try again/),
    });
    expect(front?.skippedFor).toBe('started');
  });

  it('by the sandbox’s own fault', async () => {
    const { url, sandbox } = await serveSandbox();
    sandbox.setFault({ kind: 'starting' });

    const { started } = await examineUrl(url);

    expect(started?.sentence).toBe('authentik is still starting.');
  });
});

describe('an authentik that is failing', () => {
  it('behind its own router is told', async () => {
    const { url, sandbox } = await serveSandbox();
    sandbox.setFault({ kind: 'unavailable' });

    const { started } = await examineUrl(url);

    expect(started).toMatchObject({ status: 'fail', sentence: expect.stringContaining('not the server behind it') });
  });

  it.each([500, 502, 504])('with %s is told', async (status) => {
    const { started } = await examineUrl(await serveAltered({ [ANONYMOUS]: answering(status) }));

    expect(started).toMatchObject({ status: 'fail', sentence: expect.stringContaining(String(status)) });
  });
});

describe('what stands in front', () => {
  it.each([
    [
      'a redirect to a log-in',
      answering(302, '', { location: 'https://sso.example/start?rd=x' }),
      /redirect to https:\/\/sso\.example\/start:/,
    ],
    [
      'a relative redirect to one',
      answering(302, '', { location: '/outpost.goauthentik.io/start' }),
      /outpost\.goauthentik\.io/,
    ],
    ['a redirect without a place', answering(302, '', {}), /redirect/],
    ['a redirect to nonsense', answering(302, '', { location: 'http://[' }), /leads nowhere/],
    ['a log-in page', answering(200, '<!DOCTYPE html><form action="/login">'), /web page/],
    ['a password of its own', answering(401, '', { 'www-authenticate': 'Basic' }), /password/],
    ['TLS in the way of authentik', answering(400, 'Client sent an HTTP request to an HTTPS server.'), /TLS is spoken/],
    ['a rate limit', answering(429), /slow down/],
  ])('is told: %s', async (_case, answer, sentence) => {
    const { front, api } = await examineUrl(await serveAltered({ [ANONYMOUS]: answer }));

    expect(front).toMatchObject({
      status: 'fail',
      sentence: expect.stringMatching(sentence),
      advice: expect.any(String),
    });
    expect(api?.skippedFor).toBe('front');
  });

  it('is told, with the URL to set, where the same path is elsewhere', async () => {
    const url = await serveAltered({
      [ANONYMOUS]: answering(301, '', { location: `https://authentik.example${ANONYMOUS}` }),
    });

    const { front } = await examineUrl(url);

    expect(front).toMatchObject({ status: 'fail', advice: 'Set AUTHENTIK_URL=https://authentik.example.' });
  });
});

/** A sandbox below a path; everything else is 404. */
async function serveBelow(prefix: string): Promise<string> {
  const { sandbox } = await serveSandbox();
  return serve((request, response) => {
    if (!request.url?.startsWith(`${prefix}/`)) {
      return answering(404)(response);
    }
    request.url = request.url.slice(prefix.length);
    return sandbox.handle(request, response);
  });
}

describe('the base path', () => {
  it('that is missing is found', async () => {
    const url = await serveBelow('/authentik');

    const { api, credential } = await examineUrl(url);

    expect(api).toMatchObject({ status: 'fail', advice: `Set AUTHENTIK_URL=${url}/authentik.` });
    expect(credential?.skippedFor).toBe('api');
  });

  it('that is too much by a part is found', async () => {
    const url = await serveBelow('/apps/sso');

    const { api } = await examineUrl(`${url}/apps/sso/if/admin/`);

    expect(api).toMatchObject({ status: 'fail', advice: `Set AUTHENTIK_URL=${url}/apps/sso.` });
  });

  it('that is too much is found', async () => {
    const { url } = await serveSandbox();

    const { api } = await examineUrl(`${url}/if/admin`);

    expect(api).toMatchObject({ status: 'fail', advice: `Set AUTHENTIK_URL=${url}.` });
  });

  it('that is right is so with all ways to write it', async () => {
    const { url } = await serveSandbox();

    const found = await Promise.all(['', '/', '/api/v3', '/api/v3/'].map((end) => examineUrl(`${url}${end}`)));

    expect(found.map(({ api }) => api?.status)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it.each([
    ['another web server', answering(404, '<h1>404</h1>')],
    ['an API of another kind', answering(404, '{"message":"no Route matched"}', JSON_TYPE)],
    ['an API built with the same framework', answering(404, '{"detail":"Not found."}', JSON_TYPE)],
    ['one that refuses in other words', answering(403, '<h1>Forbidden</h1>')],
  ])('of what is no authentik is not found: %s', async (_case, answer) => {
    const { api } = await examineUrl(await serve((_request, response) => answer(response)));

    expect(api).toMatchObject({ status: 'fail', sentence: expect.stringContaining('is not authentik’s API') });
  });

  it('is asked without the credential', async () => {
    const credentials: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      credentials.push(request.headers.authorization);
      answering(404)(response);
    });

    await examineUrl(url, 'key-secret');

    expect(credentials.length).toBeGreaterThan(2);
    expect(credentials.filter((each) => each !== undefined)).toEqual([]);
  });
});

describe('readiness', () => {
  it.each([
    [503, /not ready/],
    [404, /would say no for ever/],
    [302, /would say no for ever/],
  ])('that answers %s is told, and all else is looked at', async (status, sentence) => {
    const { ready, latency } = await examineUrl(await serveAltered({ '/-/health/ready/': answering(status) }));

    expect(ready).toMatchObject({ status: 'fail', sentence: expect.stringMatching(sentence) });
    expect(latency?.status).toBe('ok');
  });

  it('that drops the connection is told', async () => {
    const { ready } = await examineUrl(await serveAltered({ '/-/health/ready/': (response) => response.destroy() }));

    expect(ready).toMatchObject({ status: 'fail', sentence: 'The other side hung up.' });
  });
});

describe('the clocks', () => {
  it.each([
    [0, 'ok', /same time/],
    [-29, 'ok', /same time/],
    [3600, 'warn', /3600 seconds behind/],
    [-90, 'warn', /90 seconds ahead/],
  ])('that differ by %s seconds are %s', async (seconds, status, sentence) => {
    const date = new Date('2026-01-01T12:00:00Z');
    const anonymous = answering(403, '{"detail":"No."}', { ...JSON_TYPE, date: date.toUTCString() });
    const now = () => new Date(date.getTime() + seconds * 1000);

    const { clock } = await examineUrl(await serveAltered({ [ANONYMOUS]: anonymous }), null, { seams: { now } });

    expect(clock).toMatchObject({ status, sentence: expect.stringMatching(sentence) });
  });

  it('that cannot be compared are left', async () => {
    const url = await serveAltered({
      [ANONYMOUS]: (response) => {
        response.sendDate = false;
        answering(403, '{"detail":"No."}', JSON_TYPE)(response);
      },
    });

    const { clock } = await examineUrl(url);

    expect(clock?.status).toBe('skipped');
  });
});
