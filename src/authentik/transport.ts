import { type Dispatcher, request } from 'undici';
import { GatewayError } from '../errors.ts';
import type { Credential } from './credential.ts';
import type { Guard } from './guard.ts';
import { noteBegin } from './note-begin.ts';
import { observe } from './observe.ts';
import type { CallObserver } from './observer.ts';
import { isJson, parseJson, readBody, toSeconds } from './read-answer.ts';
import { createUnknownOutcomeError, toNetworkError } from './to-error.ts';

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

/** A write as it goes over the wire. `body` is JSON text; without it nothing is sent. */
export interface WriteMessage {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: string | undefined;
}

/**
 * Asks authentik once, without redirects and retries, with headers from a fixed list only.
 * @throws GatewayError `UPSTREAM_UNAVAILABLE`, `GATEWAY_TIMEOUT` or `UPSTREAM_BAD_RESPONSE`; a status of 400 or more is an answer, not an error
 */
export function exchange(upstream: Upstream, path: string, options: ExchangeOptions): Promise<RawResponse> {
  return converse(upstream, { method: 'GET', path }, options);
}

/**
 * Sends a write once. What fails before a connection took it has done nothing; what fails from then on may have been done.
 * @throws GatewayError `UPSTREAM_OUTCOME_UNKNOWN` when no whole answer came to what may have been sent, else as {@link exchange}
 */
export async function exchangeWrite(
  upstream: Upstream,
  message: WriteMessage,
  options: ExchangeOptions,
): Promise<RawResponse> {
  let isBegun = false;
  const dispatcher = upstream.dispatcher.compose(
    noteBegin(() => {
      isBegun = true;
    }),
  );
  try {
    return await converse({ ...upstream, dispatcher }, message, options);
  } catch (error) {
    throw isBegun ? createUnknownOutcomeError(error instanceof GatewayError ? (error.cause ?? error) : error) : error;
  }
}

interface Message {
  readonly method: 'GET' | WriteMessage['method'];
  readonly path: string;
  readonly body?: string | undefined;
}

function converse(upstream: Upstream, message: Message, options: ExchangeOptions): Promise<RawResponse> {
  const { method, path } = message;
  return observe({ observer: options.observer, method, path }, (traceparent) =>
    converseOnce(upstream, message, { ...options, traceparent }),
  );
}

interface Traced extends ExchangeOptions {
  /** The header `traceparent`; not sent where it is `undefined`. */
  readonly traceparent: string | undefined;
}

async function converseOnce(upstream: Upstream, message: Message, options: Traced): Promise<RawResponse> {
  const timeout = AbortSignal.timeout(upstream.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  const { method, path, body = null } = message;
  try {
    const headers = {
      ...toHeaders(upstream, options),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent }),
    };
    const { dispatcher } = upstream;
    // A request that waits for a free connection does not notice the signal by itself.
    const response = await untilAborted(
      signal,
      request(`${upstream.apiUrl}${path}`, { method, body, dispatcher, signal, headers }),
    );
    const bytes = await readBody(response, upstream.maxResponseBytes, options.maxBytes);
    return {
      status: response.statusCode,
      json: isJson(response.headers['content-type']) ? parseJson(bytes.toString('utf8')) : undefined,
      bytes: bytes.length,
      retryAfterSeconds: toSeconds(response.headers['retry-after']),
    };
  } catch (cause) {
    throw toNetworkError(cause, signal.aborted);
  }
}

function toHeaders({ userAgent }: Upstream, { credential, requestId }: ExchangeOptions): Record<string, string> {
  return {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'accept-language': 'en',
    authorization: `Bearer ${credential.bearerToken}`,
    'user-agent': userAgent,
    'x-request-id': requestId,
  };
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
