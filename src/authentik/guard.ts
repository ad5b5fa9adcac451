import { type Breaker, type BreakerOptions, createBreaker } from './breaker.ts';
import { createGate, type Gate, type GateOptions } from './gate.ts';
import { createRetrier, type Retrier, type RetryOptions } from './retry.ts';

/** What stands between all operations of the process and authentik. */
export interface Guard {
  readonly gate: Gate;
  readonly breaker: Breaker;
  readonly retrier: Retrier;
}

/** How the guard is set. */
export interface GuardOptions {
  readonly gate: GateOptions;
  readonly breaker: BreakerOptions;
  readonly retry: RetryOptions;
}

/** Creates the guard of a process. */
export function createGuard({ gate, breaker, retry }: GuardOptions): Guard {
  return { gate: createGate(gate), breaker: createBreaker(breaker), retrier: createRetrier(retry) };
}
