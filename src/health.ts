import type { ServerResponse } from 'node:http';
import { type Dispatcher, request } from 'undici';

const TIMEOUT_MS = 2000;

/** Asks whether authentik says it is ready, within two seconds; any failure is a no. */
export type IsReady = () => Promise<boolean>;

/** Creates the readiness check over authentik's own `/-/health/ready/`, which needs no credential. */
export function createReadiness(apiUrl: string, dispatcher: Dispatcher): IsReady {
  const url = `${apiUrl.replace(/\/api\/v3$/, '')}/-/health/ready/`;
  return async () => {
    try {
      const response = await request(url, { dispatcher, signal: AbortSignal.timeout(TIMEOUT_MS) });
      await response.body.dump();
      return response.statusCode >= 200 && response.statusCode < 300;
    } catch {
      return false;
    }
  };
}

/** Answers a health probe: 200 `ok` or 503 `unavailable`. */
export function answerHealth(response: ServerResponse, isHealthy: boolean): void {
  response.writeHead(isHealthy ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ status: isHealthy ? 'ok' : 'unavailable' }));
}
