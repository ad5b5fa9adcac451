import { describe, expect, it } from 'vitest';
import type { SandboxFault } from '../../src/sandbox/index.ts';
import { aCompany } from './company.ts';
import { startSandbox } from './listen.ts';

const ME = '/api/v3/core/users/me/';

async function strike(fault: SandboxFault) {
  const waits: number[] = [];
  const wait = async (ms: number) => waits.push(ms);
  const started = await startSandbox({ dataset: aCompany(), fault, wait });
  return { ...started, waits };
}

describe('faults of the sandbox', () => {
  it.each([
    ['error', 500, 'text/html; charset=utf-8', undefined],
    ['unavailable', 502, 'application/json', undefined],
    ['starting', 200, 'application/json', '5'],
    ['throttled', 429, 'application/json; charset=utf-8', '1'],
    ['garbage', 200, 'application/json; charset=utf-8', undefined],
    ['redirect', 302, 'text/html; charset=utf-8', undefined],
  ] as const)('answers %s with %i', async (kind, status, contentType, retryAfter) => {
    const { raw } = await strike({ kind });

    const reply = await raw(ME, { key: 'key-boss' });

    expect([reply.status, reply.headers['content-type'], reply.headers['retry-after']]).toEqual([
      status,
      contentType,
      retryAfter,
    ]);
  });

  it('sends the bodies a client has to tell apart', async () => {
    const { sandbox, raw } = await strike({ kind: 'starting' });

    const starting = await raw(ME);
    sandbox.setFault({ kind: 'unavailable' });
    const unavailable = await raw(ME);
    sandbox.setFault({ kind: 'garbage' });
    const garbage = await raw(ME);

    expect(starting.json).toEqual({ error: 'authentik starting' });
    expect(unavailable.json.error).toMatch(/^failed to connect to authentik backend: /);
    expect(typeof garbage.json).toBe('string');
  });

  it('drops the connection for refuse', async () => {
    const { sandbox, raw } = await strike({ kind: 'refuse' });

    await expect(raw(ME)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(sandbox.requests).toMatchObject([{ status: 0, rows: 0, bytes: 0 }]);
  });

  it('leaves a request without an answer for hang, while others are served', async () => {
    const { sandbox, raw } = await strike({ kind: 'hang', path: '/core/tokens/' });
    const outcomes: string[] = [];

    const hanging = raw('/api/v3/core/tokens/', { key: 'key-boss' }).catch(() => outcomes.push('ended'));
    const reply = await raw(ME, { key: 'key-boss' });

    expect([reply.status, outcomes]).toEqual([200, []]);
    expect(sandbox.requests.at(-1)).toMatchObject({ path: ME, status: 200 });
    expect(hanging).toBeInstanceOf(Promise);
  });

  it('breaks the connection off for reset', async () => {
    const { raw } = await strike({ kind: 'reset' });

    await expect(raw(ME)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it.each([
    ['before', 404],
    ['after', 200],
  ] as const)('drops the connection %s a write is carried out', async (when, status) => {
    const { raw, write, sandbox } = await strike({ kind: 'refuse', when, method: 'POST' });

    await expect(write('POST /core/tokens/', 'key-boss', { identifier: 'new' })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    sandbox.setFault(undefined);
    const looked = await raw('/api/v3/core/tokens/new/', { key: 'key-boss' });

    expect(looked.status).toBe(status);
    expect(sandbox.requests[0]).toMatchObject({ method: 'POST', status: 0, rows: when === 'after' ? 1 : 0 });
  });

  it.each([
    ['unavailable', 502],
    ['reset', undefined],
  ] as const)('loses the answer to a deletion that was carried out by %s', async (kind, status) => {
    const { raw, write } = await strike({ kind, when: 'after', method: 'DELETE' });

    const answer = await write('DELETE /core/tokens/guest-api/', 'key-boss').catch(() => undefined);
    const looked = await raw('/api/v3/core/tokens/guest-api/', { key: 'key-boss' });

    expect([answer?.status, looked.status]).toEqual([status, 404]);
  });

  it('hits the given method only', async () => {
    const { ask, write } = await strike({ kind: 'error', method: 'PATCH' });

    const [read, written] = [
      await ask('/core/tokens/guest-api/', 'key-boss'),
      await write('PATCH /core/tokens/guest-api/', 'key-boss', {}),
    ];

    expect([read.status, written.status]).toEqual([200, 500]);
  });

  it('carries a write out before it waits for slow', async () => {
    const seen: number[] = [];
    const { write, sandbox } = await startSandbox({
      dataset: aCompany(),
      fault: { kind: 'slow' },
      wait: async () => seen.push(sandbox.keyViews('guest-api')),
    });

    await write('GET /core/tokens/guest-api/view_key/', 'key-boss');

    expect(seen).toEqual([1]);
  });

  it('waits as told for slow and then answers as usual', async () => {
    const { raw, waits } = await strike({ kind: 'slow', delayMs: 1234 });

    const reply = await raw(ME, { key: 'key-boss' });

    expect([reply.status, waits]).toEqual([200, [1234]]);
  });

  it('waits for each request and for each row of its answer', async () => {
    const waits: number[] = [];
    const wait = async (ms: number) => waits.push(ms);
    const { ask } = await startSandbox({ dataset: aCompany(), latency: { requestMs: 80, rowMs: 10 }, wait });

    await ask('/core/users/?page_size=3', 'key-boss');
    await ask('/core/users/99/', 'key-boss');

    expect(waits).toEqual([110, 80]);
  });

  it('hits the same share of requests in every run', async () => {
    const run = async () => {
      const { raw } = await strike({ kind: 'error', rate: 0.5 });
      const statuses: number[] = [];
      for (let index = 0; index < 20; index += 1) statuses.push((await raw(ME, { key: 'key-boss' })).status);
      return statuses;
    };

    const [first, second] = [await run(), await run()];

    expect(first).toEqual(second);
    expect(new Set(first)).toEqual(new Set([200, 500]));
  });

  it('hits the given paths only, spares health, and never its own switch', async () => {
    const { raw } = await strike({ kind: 'error', path: '/api/v3/core/users/' });

    const statuses = [
      (await raw(ME, { key: 'key-boss' })).status,
      (await raw('/api/v3/core/groups/', { key: 'key-boss' })).status,
      (await raw('/-/health/ready/')).status,
      (await raw('/-/sandbox/fault')).status,
    ];

    expect(statuses).toEqual([500, 200, 200, 200]);
  });

  it('is switched on, shown and switched off while running', async () => {
    const { raw, sandbox } = await startSandbox({ dataset: aCompany() });
    const fault = { kind: 'throttled', rate: 1 };

    const off = await raw('/-/sandbox/fault');
    const on = await raw('/-/sandbox/fault', { method: 'PUT', body: JSON.stringify(fault) });
    const hit = await raw(ME, { key: 'key-boss' });
    const gone = await raw('/-/sandbox/fault', { method: 'DELETE' });
    const fine = await raw(ME, { key: 'key-boss' });

    expect([off.json, on.json, gone.json]).toEqual([{ fault: null }, { fault }, { fault: null }]);
    expect([hit.status, fine.status]).toEqual([429, 200]);
    expect(sandbox.requests).toHaveLength(2);
  });

  it.each([
    ['nonsense', /not JSON/],
    ['{"kind":"fire"}', /kind: /],
    ['{"kind":"slow","rate":2,"delay":5}', /rate: .*delay/],
    ['{"kind":"error","path":"core"}', /path: /],
  ])('refuses the fault %s with a sentence and keeps the one it has', async (body, sentence) => {
    const { raw } = await strike({ kind: 'error' });

    const refused = await raw('/-/sandbox/fault', { method: 'PUT', body });
    const kept = await raw('/-/sandbox/fault');

    expect([refused.status, kept.json]).toEqual([400, { fault: { kind: 'error' } }]);
    expect(refused.json.error).toMatch(sentence);
  });
});
