import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { createBudgetError } from './budget.ts';
import type { Credential } from './credential.ts';
import type { Guard } from './guard.ts';
import { observe } from './observe.ts';
import type { CallObserver } from './observer.ts';
import { createBadResponseError, toNetworkError } from './to-error.ts';

const unpack = promisify(gunzip);

/** Where authentik is and how long and how much it may answer. One per process. */
export interface Upstream {
  /** authentik's API root without trailing slash, e.g. `https://authentik.company/api/v3`. */
  readonly apiUrl: string;
  readonly dispatcher: Dispatcher;
  /** Milliseconds from the start of one request to the last byte of its answer. */
  readonly timeoutMs: number;
  /** Bytes one answer may have once unpacked. */
  readonly maxResponseBytes: number;
  readonly userAgent: string;
  readonly guard: Guard;
}

/** What one exchange needs besides its path: whose it is, what it is called in logs, and when to give it up. */
export interface ExchangeOptions {
  readonly credential: Credential;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Bytes that are left to the operation; the answer is cut off behind them. */
  readonly maxBytes: number;
  readonly observer: CallObserver;
}

/** An answer of authentik: any status, the body unpacked and parsed, its shape unchecked. */
export interface RawResponse {
  readonly status: number;
  /** The parsed body; `undefined` where it is not JSON, by its type or in fact. */
  readonly json: unknown;
  /** Bytes of the body once unpacked. */
  readonly bytes: number;
  /** Seconds of a numeric `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
}

/**
 * Asks authentik once, without redirects and retries, with headers from a fixed list only.
 * @throws GatewayError `UPSTREAM_UNAVAILABLE`, `GATEWAY_TIMEOUT` or `UPSTREAM_BAD_RESPONSE`; a status of 400 or more is an answer, not an error
 */
export function exchange(upstream: Upstream, path: string, options: ExchangeOptions): Promise<RawResponse> {
  return observe({ observer: options.observer, method: 'GET', path }, (traceparent) =>
    converse(upstream, path, { ...options, traceparent }),
  );
}

interface Traced extends ExchangeOptions {
  /** The header `traceparent`; not sent where it is `undefined`. */
  readonly traceparent: string | undefined;
}

async function converse(upstream: Upstream, path: string, options: Traced): Promise<RawResponse> {
  const timeout = AbortSignal.timeout(upstream.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  try {
    // A request that waits for a free connection does not notice the signal by itself.
    const response = await untilAborted(
      signal,
      request(`${upstream.apiUrl}${path}`, {
        method: 'GET',
        dispatcher: upstream.dispatcher,
        signal,
        headers: {
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'accept-language': 'en',
          authorization: `Bearer ${options.credential.bearerToken}`,
          'user-agent': upstream.userAgent,
          'x-request-id': options.requestId,
          ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent }),
        },
      }),
    );
    const body = await readBody(response, upstream.maxResponseBytes, options.maxBytes);
    return {
      status: response.statusCode,
      json: isJson(response.headers['content-type']) ? parseJson(body.toString('utf8')) : undefined,
      bytes: body.length,
      retryAfterSeconds: toSeconds(response.headers['retry-after']),
    };
  } catch (cause) {
    throw toNetworkError(cause, signal.aborted);
  }
}

async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  work.catch(() => undefined);
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
}

async function readBody(response: Dispatcher.ResponseData, maxResponseBytes: number, left: number): Promise<Buffer> {
  const maxBytes = Math.min(maxResponseBytes, left);
  const tooLarge =
    left < maxResponseBytes ? createBudgetError() : createBadResponseError(`more than ${maxBytes} bytes`);
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

function isJson(contentType: string | string[] | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(String(contentType));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toSeconds(header: string | string[] | undefined): number | undefined {
  return /^\d{1,6}$/.test(String(header)) ? Number(header) : undefined;
}
