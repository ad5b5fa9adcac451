import type { ServerResponse } from 'node:http';
import { type Dispatcher, request } from 'undici';
import { untraced } from './telemetry/trace.ts';

const TIMEOUT_MS = 2000;
const FRESH_MS = 1000;

/** Whether authentik says it is ready; any failure is a no. */
export interface Readiness {
  /** Answers within two seconds, asking at most once a second however often it is called. */
  readonly isReady: () => Promise<boolean>;
}

/**
 * Creates the readiness check over authentik's own `/-/health/ready/`, which needs no credential. Its dispatcher should have
 * a connection for this alone: a slow authentik that keeps all others busy is still ready.
 */
export function createReadiness(apiUrl: string, dispatcher: Dispatcher): Readiness {
  const url = `${apiUrl.replace(/\/api\/v3$/, '')}/-/health/ready/`;
  let last: Promise<boolean> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    isReady: () => {
      if (!last || performance.now() - askedAt > FRESH_MS) {
        askedAt = performance.now();
        last = ask(url, dispatcher);
      }
      return last;
    },
  };
}

async function ask(url: string, dispatcher: Dispatcher): Promise<boolean> {
  try {
    const response = await untraced(() => request(url, { dispatcher, signal: AbortSignal.timeout(TIMEOUT_MS) }));
    await response.body.dump();
    return response.statusCode >= 200 && response.statusCode < 300;
  } catch {
    return false;
  }
}

/** Answers a health probe: 200 `ok` or 503 `unavailable`. */
export function answerHealth(response: ServerResponse, isHealthy: boolean): void {
  response.writeHead(isHealthy ? 200 : 503, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: isHealthy ? 'ok' : 'unavailable' }));
}
