import { setTimeout as delay } from 'node:timers/promises';
import { isWorthRetrying } from './outage.ts';
import type { RawResponse } from './transport.ts';

/** How often reads may be repeated. */
export interface RetryOptions {
  /** Repetitions of one read. */
  readonly retries: number;
  /** Repetitions of all reads of the process, as a share of them: 0.2 is one in five. */
  readonly share: number;
}

/** What one read's repetitions depend on. */
interface Attempt {
  readonly signal: AbortSignal;
  /** Whether the operation may still begin a request. */
  readonly mayAskAgain: () => boolean;
}

/** Repeats reads that failed for a moment's reason. One per process, so that all reads share what may be repeated. */
export interface Retrier {
  /** Does `work`, and does it again where that may well help; answers or throws what the last time brought. */
  readonly run: (attempt: Attempt, work: () => Promise<RawResponse>) => Promise<RawResponse>;
  /** Repetitions since the process began. */
  readonly repeated: () => number;
}

// Repetitions that may follow each other at once, before any were earned.
const BURST = 10;
const LONGEST_PAUSE_MS = 100;

/** Creates a retrier. Every read earns a share of a repetition; a process whose reads all fail soon repeats none. */
export function createRetrier({ retries, share }: RetryOptions): Retrier {
  let earned = BURST;
  let repeated = 0;

  async function run({ signal, mayAskAgain }: Attempt, work: () => Promise<RawResponse>): Promise<RawResponse> {
    earned = Math.min(BURST, earned + share);
    for (let left = retries; ; left -= 1) {
      const outcome = await work().then(
        (answer) => ({ answer, end: () => answer }),
        (error: unknown) => ({ answer: error, end: () => Promise.reject(error) }),
      );
      if (left <= 0 || earned < 1 || signal.aborted || !isWorthRetrying(outcome.answer) || !mayAskAgain()) {
        return outcome.end();
      }
      earned -= 1;
      repeated += 1;
      // Not all at the same moment, should many fail together.
      await delay(Math.random() * LONGEST_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  return { run, repeated: () => repeated };
}
