import { randomUUID } from 'node:crypto';

/** The header that carries a request's id in both directions. */
export const REQUEST_ID_HEADER = 'x-request-id';

const SAFE = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * The id of a request: what its caller calls it, if that is 1 to 128 letters, digits, `.`, `_` or `-` and so can neither
 * break a log line nor a header; else a new UUID.
 */
export function toRequestId(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && SAFE.test(header) ? header : randomUUID();
}
