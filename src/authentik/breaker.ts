import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { GatewayError } from '../errors.ts';
import { isOutage } from './outage.ts';
import type { RawResponse } from './transport.ts';

/** When to stop asking an authentik that is down. */
export interface BreakerOptions {
  /** Outages in a row after which nothing is sent any more. */
  readonly failures: number;
  /** Milliseconds until one request is let through to see. */
  readonly openMs: number;
}

/** Spares an authentik that is down, and callers the wait for it. One per process. */
export interface Breaker {
  /**
   * Does `work` unless authentik is known to be down; see `outage.ts` for what tells so. Any other answer ends the row.
   * @throws GatewayError `UPSTREAM_UNAVAILABLE`, at once and without `work`, while authentik is down
   */
  readonly run: (work: () => Promise<RawResponse>) => Promise<RawResponse>;
  /** Whether requests are let through (`closed`), none are (`open`), or one is, to see (`half-open`). */
  readonly state: () => BreakerState;
}

/** See {@link Breaker.state}. */
type BreakerState = 'closed' | 'open' | 'half-open';

/** Creates a breaker. */
export function createBreaker({ failures, openMs }: BreakerOptions): Breaker {
  const policy = circuitBreaker(
    handleWhen(isOutage).orWhenResult((answer) => isOutage(answer)),
    { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failures) },
  );
  return {
    run: async (work) => {
      // One request at a time finds out; nobody waits for it.
      if (policy.state === CircuitState.HalfOpen) {
        throw createDownError();
      }
      try {
        return await policy.execute(work);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? createDownError() : error;
      }
    },
    state: () => toState(policy.state),
  };
}

function toState(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) {
    return 'closed';
  }
  return state === CircuitState.HalfOpen ? 'half-open' : 'open';
}

function createDownError(): GatewayError {
  return new GatewayError('UPSTREAM_UNAVAILABLE', 'authentik cannot be reached or is failing.', {
    retryAfterSeconds: 1,
  });
}
