import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from '../../src/authentik/breaker.ts';
import { toNetworkError } from '../../src/authentik/to-error.ts';
import type { RawResponse } from '../../src/authentik/transport.ts';

const answer = (status: number, json: unknown = {}): RawResponse => ({
  status,
  json,
  bytes: 2,
  retryAfterSeconds: undefined,
});
const REFUSED = toNetworkError(new Error('connect ECONNREFUSED'), false);
const TOO_LATE = toNetworkError(new Error('too late'), true);

const failing = [
  ['a refused connection', () => Promise.reject(REFUSED)],
  ['a 502', async () => answer(502)],
  ['a 503', async () => answer(503)],
  ['a 504', async () => answer(504)],
  ['an authentik that is starting', async () => answer(200, { error: 'authentik starting' })],
] as const;

const harmless = [
  ['a 500 of one endpoint', async () => answer(500)],
  ['a 404', async () => answer(404)],
  ['a refusal', async () => answer(403)],
  ['a time-out', () => Promise.reject(TOO_LATE)],
] as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the breaker', () => {
  it.each(failing)('opens after eight in a row of %s, and then sends nothing', async (_what, work) => {
    const breaker = createBreaker({ failures: 8, openMs: 1000 });
    const sent = vi.fn(work);
    for (let attempt = 0; attempt < 8; attempt += 1) {
      expect(breaker.state()).toBe('closed');
      await breaker.run(sent).catch(() => undefined);
    }

    await expect(breaker.run(sent)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryAfterSeconds: 1 });

    expect(sent).toHaveBeenCalledTimes(8);
    expect(breaker.state()).toBe('open');
  });

  it.each(harmless)('never opens for %s', async (_what, work) => {
    const breaker = createBreaker({ failures: 2, openMs: 1000 });
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await breaker.run(work).catch(() => undefined);
    }

    expect(breaker.state()).toBe('closed');
  });

  it('counts outages in a row only', async () => {
    const breaker = createBreaker({ failures: 2, openMs: 1000 });
    for (const status of [502, 200, 502, 404, 502]) {
      await breaker.run(async () => answer(status));
    }

    expect(breaker.state()).toBe('closed');
  });

  it('lets one through after a while, nobody beside it, and all once that went well', async () => {
    const breaker = createBreaker({ failures: 1, openMs: 1000 });
    await breaker.run(async () => answer(502));
    await vi.advanceTimersByTimeAsync(1000);
    let end = (_answer: RawResponse): void => undefined;
    const probe = breaker.run(
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    );
    const beside = vi.fn(async () => answer(200));

    await expect(breaker.run(beside)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(breaker.state()).toBe('half-open');
    expect(beside).not.toHaveBeenCalled();
    end(answer(200));
    await probe;

    expect((await breaker.run(beside)).status).toBe(200);
    expect(breaker.state()).toBe('closed');
  });

  it('stays open when the one let through fails', async () => {
    const breaker = createBreaker({ failures: 1, openMs: 1000 });
    await breaker.run(async () => answer(502));
    await vi.advanceTimersByTimeAsync(1000);
    await breaker.run(async () => answer(502));

    await expect(breaker.run(async () => answer(200))).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });
});
