import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** The header that carries a request's id in both directions. */
export const REQUEST_ID_HEADER = 'x-request-id';

const SAFE = /^[A-Za-z0-9._-]{1,128}$/;
const running = new AsyncLocalStorage<string>();

/**
 * The id of a request: what its caller calls it, if that is 1 to 128 letters, digits, `.`, `_` or `-` and so can neither
 * break a log line nor a header; else a new UUID.
 */
export function toRequestId(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && SAFE.test(header) ? header : randomUUID();
}

/** Runs `work` and all that it starts on behalf of a request, so that the log can name it. */
export function runAs<Result>(requestId: string, work: () => Result): Result {
  return running.run(requestId, work);
}

/** The id of the request on whose behalf this runs; `undefined` outside of requests. */
export function currentRequestId(): string | undefined {
  return running.getStore();
}
