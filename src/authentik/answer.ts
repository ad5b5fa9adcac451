import { isStarting } from './to-error.ts';
import type { RawResponse } from './transport.ts';

/** Whether an answer is a usable one: JSON, and not that of an authentik which is starting. */
export function isSuccess(response: RawResponse): boolean {
  return response.status === 200 && response.json !== undefined && !isStarting(response.json);
}

/** The rows that an answer brought: those of a page, or one where it is anything else; none where it is not usable. */
export function countRows(response: RawResponse): number {
  if (!isSuccess(response)) {
    return 0;
  }
  const { json } = response;
  const results = typeof json === 'object' && json !== null && 'results' in json ? json.results : json;
  return Array.isArray(results) ? results.length : results === undefined ? 0 : 1;
}
