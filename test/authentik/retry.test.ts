import { describe, expect, it, vi } from 'vitest';
import { createRetrier } from '../../src/authentik/retry.ts';
import { toNetworkError } from '../../src/authentik/to-error.ts';
import type { RawResponse } from '../../src/authentik/transport.ts';

const NEVER = { signal: new AbortController().signal, mayAskAgain: () => true };
const answer = (status: number, json: unknown = {}): RawResponse => ({
  status,
  json,
  bytes: 2,
  retryAfterSeconds: undefined,
});
const RESET = toNetworkError(new Error('read ECONNRESET'), false);
const TOO_LATE = toNetworkError(new Error('too late'), true);

function inTurn(...outcomes: readonly (RawResponse | Error)[]) {
  const left = [...outcomes];
  return vi.fn(async () => {
    const next = left.length > 1 ? left.shift() : left[0];
    if (next instanceof Error || next === undefined) {
      throw next;
    }
    return next;
  });
}

describe('reads are repeated', () => {
  it.each([
    ['a connection that broke', RESET],
    ['a 502', answer(502)],
    ['a 503', answer(503)],
  ])('after %s, until one brings an answer', async (_what, failure) => {
    const work = inTurn(failure, failure, answer(200));

    expect((await createRetrier({ retries: 2, share: 0.2 }).run(NEVER, work)).status).toBe(200);
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('no more often than they may; the last failure is the answer', async () => {
    const work = inTurn(answer(502));
    const broken = inTurn(RESET);
    const retrier = createRetrier({ retries: 2, share: 0.2 });

    expect((await retrier.run(NEVER, work)).status).toBe(502);
    await expect(retrier.run(NEVER, broken)).rejects.toBe(RESET);
    expect([work.mock.calls.length, broken.mock.calls.length]).toEqual([3, 3]);
  });

  it.each([
    ['an answer', answer(200)],
    ['a refusal', answer(403)],
    ['a crash of the endpoint', answer(500)],
    ['a time-out of a proxy', answer(504)],
    ['a time-out', TOO_LATE],
    ['an authentik that is starting', answer(503, { error: 'authentik starting' })],
  ])('never after %s', async (_what, outcome) => {
    const work = inTurn(outcome);

    await createRetrier({ retries: 2, share: 0.2 })
      .run(NEVER, work)
      .catch(() => undefined);

    expect(work).toHaveBeenCalledTimes(1);
  });

  it('not for whoever has gone, nor for an operation that may ask no more', async () => {
    const retrier = createRetrier({ retries: 2, share: 0.2 });
    const gone = inTurn(answer(502));
    const spent = inTurn(answer(502));

    await retrier.run({ ...NEVER, signal: AbortSignal.abort() }, gone);
    await retrier.run({ ...NEVER, mayAskAgain: () => false }, spent);

    expect([gone.mock.calls.length, spent.mock.calls.length]).toEqual([1, 1]);
  });

  it('for one read in four at most while everything fails, where the share is a quarter', async () => {
    const retrier = createRetrier({ retries: 2, share: 0.25 });
    const work = inTurn(answer(502));
    const random = vi.spyOn(Math, 'random').mockReturnValue(0);
    for (let read = 0; read < 200; read += 1) {
      await retrier.run(NEVER, work);
    }
    random.mockRestore();

    // Ten to begin with, then a quarter of 199.
    expect(work.mock.calls.length - 200).toBe(59);
    expect(retrier.repeated()).toBe(59);
  });
});
