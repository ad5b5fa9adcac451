import { isStarting } from './to-error.ts';
import type { RawResponse } from './transport.ts';

/** Whether an answer is a usable one: JSON, and not that of an authentik which is starting. */
export function isSuccess(response: RawResponse): boolean {
  return response.status === 200 && response.json !== undefined && !isStarting(response.json);
}

/** Rows of a page; anything else counts as one row when it is an object. */
export function countRows(json: unknown): number {
  const results = typeof json === 'object' && json !== null && 'results' in json ? json.results : json;
  return Array.isArray(results) ? results.length : results === undefined ? 0 : 1;
}
