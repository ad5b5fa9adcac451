import { createGuard } from '../../src/authentik/guard.ts';

/** A guard that is in nobody's way: room for eight, and nothing is repeated. */
export function aGuard() {
  return createGuard({
    gate: { slots: 8, queue: 8, waitMs: 60_000 },
    breaker: { failures: 8, openMs: 1000 },
    retry: { retries: 0, share: 0 },
  });
}

/** An observer that nobody is behind. */
export const anObserver = {
  begin: () => ({ traceparent: undefined, quietly: <T>(send: () => T) => send(), end: () => undefined }),
};
