import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { createBudgetError } from './budget.ts';
import { createBadResponseError } from './to-error.ts';

const unpack = promisify(gunzip);

/**
 * The body of an answer, unpacked, of at most `maxResponseBytes` and of what is left to the operation, in bytes.
 * @throws GatewayError `UPSTREAM_BUDGET_EXCEEDED` or `UPSTREAM_BAD_RESPONSE` for more
 */
export function readBody(response: Dispatcher.ResponseData, maxResponseBytes: number, left: number): Promise<Buffer> {
  const maxBytes = Math.min(maxResponseBytes, left);
  const tooLarge =
    left < maxResponseBytes ? createBudgetError() : createBadResponseError(`more than ${maxBytes} bytes`);
  return readBounded(response, maxBytes, tooLarge);
}

/**
 * The body of an answer, unpacked, of at most `maxBytes`.
 * @throws `tooLarge` for more; whatever unpacking or the connection fails with
 */
export async function readBounded(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  tooLarge: Error,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw tooLarge;
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  // authentik's router says "gzip" on empty bodies too. The bound holds while unpacking, so no bomb gets far.
  const isPacked = response.headers['content-encoding'] === 'gzip' && body.length > 0;
  return isPacked ? unpack(body, { maxOutputLength: maxBytes }).catch(rethrow(tooLarge)) : body;
}

function rethrow(tooLarge: Error): (error: unknown) => never {
  return (error) => {
    throw error instanceof RangeError ? tooLarge : error;
  };
}

/** Whether a content type says JSON. */
export function isJson(contentType: string | string[] | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(String(contentType));
}

/** Parses JSON; `undefined` for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds of a numeric `Retry-After`. */
export function toSeconds(header: string | string[] | undefined): number | undefined {
  return /^\d{1,6}$/.test(String(header)) ? Number(header) : undefined;
}
