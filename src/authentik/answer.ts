import type { z } from 'zod';
import type { GatewayError } from '../errors.ts';
import type { Params } from './client.ts';
import { createBadResponseError, isStarting, toResponseError } from './to-error.ts';
import type { RawResponse } from './transport.ts';

/** A path with its query string. */
export function toTarget(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(params)) {
    for (const value of typeof values === 'string' ? [values] : values) {
      query.append(name, value);
    }
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

/**
 * The body of a read, held against its shape.
 * @throws GatewayError `UPSTREAM_BAD_RESPONSE`
 */
export function parseBody<T>(response: RawResponse, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(response.json);
  if (!parsed.success) {
    throw createBadResponseError(parsed.error);
  }
  return parsed.data;
}

/** The error for an answer to "who am I": everybody is told or refused, anything else comes from something that is not authentik. */
export function toMeError(response: RawResponse): GatewayError {
  const error = toResponseError(response);
  return error.code === 'NOT_FOUND' || error.code === 'BAD_USER_INPUT' ? createBadResponseError(error) : error;
}

/** Rows that an answer brought: those of a page, one for any other body, none where nothing was read or written. */
export function countRows(response: RawResponse): number {
  if (!isWritten(response)) {
    return 0;
  }
  const { json } = response;
  const results = typeof json === 'object' && json !== null && 'results' in json ? json.results : json;
  return Array.isArray(results) ? results.length : results === undefined ? 0 : 1;
}

/** Whether a read was answered. */
export function isSuccess(response: RawResponse): boolean {
  return response.status === 200 && response.json !== undefined && !isStarting(response.json);
}

/** Whether the credential or its user's permissions were not enough. */
export function isRefusal(response: RawResponse): boolean {
  return response.status === 401 || response.status === 403;
}

/** Whether a write was made. */
export function isWritten({ status, json }: RawResponse): boolean {
  return status >= 200 && status < 300 && !isStarting(json);
}
