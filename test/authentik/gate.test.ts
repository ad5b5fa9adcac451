import { setMaxListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createGate, type Gate } from '../../src/authentik/gate.ts';

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when it is told to. */
function aJob(): { readonly work: () => Promise<string>; readonly end: () => void; readonly hasBegun: () => boolean } {
  let begun = false;
  let end = (): void => undefined;
  const done = new Promise<string>((resolve) => {
    end = () => resolve('done');
  });
  return {
    work: () => {
      begun = true;
      return done;
    },
    end: () => end(),
    hasBegun: () => begun,
  };
}

function enter(gate: Gate, caller: string, signal: AbortSignal = NEVER) {
  const job = aJob();
  const outcome = gate.run(caller, signal, job.work).then(
    (result) => result,
    (error: { code?: unknown; name: string }) => (error.name === 'GatewayError' ? error.code : error.name),
  );
  return { ...job, outcome };
}

describe('the gate in front of authentik', () => {
  it('lets in as many as there are slots, the others as these end', async () => {
    const gate = createGate({ slots: 2, queue: 4, waitMs: 60_000 });

    const jobs = [enter(gate, 'a'), enter(gate, 'a'), enter(gate, 'a')];
    await settled();
    const before = jobs.map(({ hasBegun }) => hasBegun());
    const { running, waiting } = gate.load();
    jobs[0]?.end();
    await settled();

    expect(before).toEqual([true, true, false]);
    expect([running, waiting]).toEqual([2, 1]);
    expect(jobs[2]?.hasBegun()).toBe(true);
    for (const job of jobs) {
      job.end();
    }
    await Promise.all(jobs.map(({ outcome }) => outcome));
    expect(gate.load()).toEqual({ running: 0, waiting: 0, shedAtOnce: 0, shedLate: 0 });
  });

  it('frees the slot of work that fails', async () => {
    const gate = createGate({ slots: 1, queue: 0, waitMs: 1000 });

    await expect(gate.run('a', NEVER, () => Promise.reject(new TypeError('broken')))).rejects.toThrow('broken');

    expect(await gate.run('a', NEVER, async () => 'in')).toBe('in');
  });

  it('sheds at once what the queue does not hold', async () => {
    const gate = createGate({ slots: 1, queue: 4, waitMs: 60_000 });
    const jobs = ['a', 'b', 'b', 'c', 'c', 'd'].map((caller) => enter(gate, caller));

    expect(await jobs[5]?.outcome).toBe('SERVICE_OVERLOADED');
    expect(jobs[5]?.hasBegun()).toBe(false);
    expect(gate.load()).toEqual({ running: 1, waiting: 4, shedAtOnce: 1, shedLate: 0 });
  });

  it('leaves one caller half of the queue and no more', async () => {
    const gate = createGate({ slots: 1, queue: 4, waitMs: 60_000 });
    const jobs = ['a', 'a', 'a', 'a', 'b'].map((caller) => enter(gate, caller));
    await settled();

    expect(await jobs[3]?.outcome).toBe('SERVICE_OVERLOADED');
    expect(gate.load().waiting).toBe(3);
  });

  it('lets those who wait take turns, however many of one caller wait', async () => {
    const gate = createGate({ slots: 1, queue: 8, waitMs: 60_000 });
    const first = enter(gate, 'x');
    const jobs = ['a', 'a', 'a', 'b', 'b', 'c'].map((caller) => ({ caller, ...enter(gate, caller) }));
    const order: string[] = [];
    let ending = first;
    for (let turn = 0; turn < jobs.length; turn += 1) {
      ending.end();
      await settled();
      const next = jobs
        .filter(({ hasBegun }) => hasBegun())
        .find((job) => !order.includes(job.caller + jobs.indexOf(job)));
      if (next) {
        order.push(next.caller + jobs.indexOf(next));
        ending = next;
      }
    }

    expect(order).toEqual(['a0', 'b3', 'c5', 'a1', 'b4', 'a2']);
  });

  it('sheds what has waited too long', async () => {
    vi.useFakeTimers();
    try {
      const gate = createGate({ slots: 1, queue: 4, waitMs: 1000 });
      enter(gate, 'a');
      const waiting = enter(gate, 'b');

      await vi.advanceTimersByTimeAsync(999);
      const before = gate.load().waiting;
      await vi.advanceTimersByTimeAsync(1);

      expect(before).toBe(1);
      expect(await waiting.outcome).toBe('SERVICE_OVERLOADED');
      expect(gate.load()).toEqual({ running: 1, waiting: 0, shedAtOnce: 0, shedLate: 1 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('forgets whoever goes away while waiting', async () => {
    const gate = createGate({ slots: 1, queue: 4, waitMs: 60_000 });
    const running = enter(gate, 'a');
    const controller = new AbortController();
    const waiting = enter(gate, 'b', controller.signal);

    controller.abort();

    expect(await waiting.outcome).toBe('AbortError');
    running.end();
    await settled();
    expect(waiting.hasBegun()).toBe(false);
    expect(gate.load()).toEqual({ running: 0, waiting: 0, shedAtOnce: 0, shedLate: 0 });
  });
});
