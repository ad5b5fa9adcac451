import { gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aCompany } from './company.ts';
import { startSandbox } from './listen.ts';

const start = () => startSandbox({ dataset: aCompany() });
const ME = '/api/v3/core/users/me/';

describe('transport of the sandbox', () => {
  it.each([
    ['gzip', 'gzip'],
    ['br, gzip', 'gzip'],
    ['gzip;q=0.9', undefined],
    ['identity', undefined],
    ['deflate, gzip', 'deflate'],
  ])('compresses for Accept-Encoding: %s', async (accepted, expected) => {
    const { raw } = await start();

    const reply = await raw(ME, { key: 'key-boss', headers: { 'Accept-Encoding': accepted } });
    const plain = { gzip: gunzipSync, deflate: inflateRawSync, none: (bytes: Buffer) => bytes }[expected ?? 'none'];

    expect(reply.headers['content-encoding']).toBe(expected);
    expect(reply.headers.vary).toContain('Accept-Encoding');
    expect(JSON.parse(String(plain?.(reply.bytes))).user.username).toBe('boss');
  });

  it('sends the headers of Django and of the router, and nothing to cache by', async () => {
    const { raw } = await start();

    const { headers } = await raw(ME, { key: 'key-boss' });

    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-powered-by': 'authentik',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      vary: 'Accept-Encoding, Accept-Language, Cookie',
    });
    expect(headers['x-authentik-id']).toMatch(/^[0-9a-f]{32}$/);
    expect([headers.etag, headers['cache-control'], headers['www-authenticate']]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('answers methods it does not serve with 405 and what a real server allows', async () => {
    const { raw } = await start();

    const replies = [
      await raw('/api/v3/core/users/', { method: 'PUT', key: 'key-boss' }),
      await raw('/api/v3/core/tokens/boss-api/set_key/', { key: 'key-boss' }),
      await raw('/api/v3/core/users/service_account/', { key: 'key-boss' }),
      await raw('/api/v3/core/users/', { method: 'PUT' }),
      await raw('/api/v3/core/nothing/', { method: 'POST', key: 'key-boss' }),
    ];

    expect(replies.map(({ status, headers }) => [status, headers.allow])).toEqual([
      [405, 'GET, POST, HEAD, OPTIONS'],
      [405, 'POST, OPTIONS'],
      [405, 'POST, OPTIONS'],
      [403, 'GET, POST, HEAD, OPTIONS'],
      [405, 'GET, HEAD, OPTIONS'],
    ]);
    expect(replies[0]?.json).toEqual({ detail: 'Method "PUT" not allowed.' });
    expect([replies[4]?.headers['content-type'], replies[4]?.bytes.length]).toEqual(['text/html; charset=utf-8', 0]);
  });

  it('negotiates JSON only', async () => {
    const { raw } = await start();

    const [html, any, xml] = [
      await raw(ME, { key: 'key-boss', headers: { Accept: 'text/html' } }),
      await raw(ME, { key: 'key-boss', headers: { Accept: 'text/html, */*;q=0.1' } }),
      await raw(`${ME}?format=xml`, { key: 'key-boss' }),
    ];

    expect([html.status, any.status, xml.status]).toEqual([406, 200, 404]);
  });

  it.each([
    ['de', 'de', 'Nicht gefunden.'],
    ['es, fr-CA;q=0.8, de;q=0.5', 'fr', 'Pas trouvé.'],
    ['nl', 'en', 'Not found.'],
  ])('answers Accept-Language: %s in %s', async (wanted, language, detail) => {
    const { raw } = await start();

    const reply = await raw('/api/v3/core/users/abc/', { key: 'key-boss', headers: { 'Accept-Language': wanted } });

    expect([reply.headers['content-language'], reply.json.detail]).toEqual([language, detail]);
  });

  it('takes keys of objects as Django does: percent-decoded, without slash and dot', async () => {
    const { ask } = await start();

    const paths = [
      '/core/users/%33/',
      '/core/users/a.b/',
      '/core/users/3%2Fused_by/',
      '/core/users/3',
      '/core/users/%/',
    ];
    const replies = await Promise.all(paths.map((path) => ask(path, 'key-boss')));

    expect(replies.map(({ status }) => status)).toEqual([200, 404, 200, 404, 404]);
    expect(replies.map(({ headers }) => headers['content-type']?.split(';')[0])).toEqual([
      'application/json',
      'text/html',
      'application/json',
      'text/html',
      'application/json',
    ]);
  });

  it('answers health without credentials and an overlong query with a page', async () => {
    const { raw } = await start();

    const [live, ready, long] = [
      await raw('/-/health/live/'),
      await raw('/-/health/ready/'),
      await raw(`${ME}?${'a=1&'.repeat(1001)}`, { key: 'key-boss' }),
    ];

    expect([live.status, live.bytes.length, ready.status, ready.bytes.length]).toEqual([200, 0, 200, 0]);
    expect([long.status, long.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  });

  it('answers HEAD like GET without the body', async () => {
    const { raw } = await start();

    const reply = await raw(ME, { method: 'HEAD', key: 'key-boss' });

    expect([reply.status, reply.bytes.length]).toEqual([200, 0]);
  });
});
