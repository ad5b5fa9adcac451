import { GatewayError, type GatewayErrorDetails } from '../errors.ts';
import { isRecord } from './json.ts';
import type { RawResponse } from './transport.ts';
import { type InputNames, toUpstreamCode, toValidationError } from './validation-error.ts';

const MESSAGES = {
  forbidden: 'This credential may not see or do this.',
  notFound: 'It does not exist, or this credential may not see it.',
  unauthenticated: 'The credential is unknown, expired or revoked, or its user is inactive.',
  throttled: 'authentik asks to slow down.',
  unavailable: 'authentik cannot be reached or is failing.',
  starting: 'authentik is still starting.',
  badResponse: 'authentik answered something this gateway cannot use.',
  timeout: 'authentik did not answer in time.',
  unknown: 'The change was sent, but no usable answer came: look whether it was made before you try again.',
  failed: 'authentik failed at it. Look whether anything was changed before you try again.',
} as const;

/** The error for "the bearer token itself is no good", whichever request found it out. */
export function createUnauthenticatedError(): GatewayError {
  return new GatewayError('UNAUTHENTICATED', MESSAGES.unauthenticated);
}

/** The error for "no such object, as far as this credential may see". */
export function createNotFoundError(): GatewayError {
  return new GatewayError('NOT_FOUND', MESSAGES.notFound);
}

/** The error for an authentik that cannot be reached or is failing. */
export function createUnavailableError(details: GatewayErrorDetails = {}): GatewayError {
  return new GatewayError('UPSTREAM_UNAVAILABLE', MESSAGES.unavailable, details);
}

/** The error for a 2xx whose body is not what the endpoint promises; `cause` says how, for the log. */
export function createBadResponseError(cause?: unknown): GatewayError {
  return new GatewayError('UPSTREAM_BAD_RESPONSE', MESSAGES.badResponse, { cause });
}

/** The error for a write that may or may not have been made; `cause` says what happened, for the log. */
export function createUnknownOutcomeError(cause?: unknown): GatewayError {
  return new GatewayError('UPSTREAM_OUTCOME_UNKNOWN', MESSAGES.unknown, { cause });
}

/** The error for an exchange that brought no whole answer. `isAborted`: a deadline passed or the caller went away. */
export function toNetworkError(cause: unknown, isAborted: boolean): GatewayError {
  if (cause instanceof GatewayError) {
    return cause;
  }
  if (isAborted || hasCode(cause, ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])) {
    return new GatewayError('GATEWAY_TIMEOUT', MESSAGES.timeout, { cause });
  }
  if (hasCode(cause, ['Z_DATA_ERROR', 'Z_BUF_ERROR'])) {
    return createBadResponseError(cause);
  }
  return createUnavailableError({ cause });
}

/**
 * The error for an answer that is not a usable 2xx: the one place where authentik's statuses get their meaning.
 * A 401 or 403 is `FORBIDDEN` here; whether the credential itself is bad cannot be read from it (ask `/core/users/me/`).
 * No text of authentik's but its sentences about input values gets through.
 */
export function toResponseError(response: RawResponse, names: InputNames = {}): GatewayError {
  const { status, json } = response;
  const isBooting = isStarting(json) && (status === 200 || status === 503);
  if (isBooting || status >= 500) {
    const message = isBooting ? MESSAGES.starting : MESSAGES.unavailable;
    return new GatewayError('UPSTREAM_UNAVAILABLE', message, { retryAfterSeconds: response.retryAfterSeconds });
  }
  switch (status) {
    case 400:
      return json === undefined && response.bytes > 0 ? createBadResponseError() : toValidationError(json, names);
    case 401:
    case 403:
      return new GatewayError('FORBIDDEN', MESSAGES.forbidden, { upstreamCode: toUpstreamCode(json) });
    case 404:
      // A page instead of JSON: no such endpoint, so what answers there is not authentik's API.
      return json === undefined ? createBadResponseError() : createNotFoundError();
    case 405:
      // Up to 2026.8 every failure of a write (404s and crashes) arrives as a 405 without JSON.
      return json === undefined ? createUnavailableError() : createBadResponseError();
    case 408:
      return new GatewayError('GATEWAY_TIMEOUT', MESSAGES.timeout);
    case 429:
      return new GatewayError('RATE_LIMITED', MESSAGES.throttled, { retryAfterSeconds: response.retryAfterSeconds });
    default:
      return createBadResponseError();
  }
}

// What a proxy says when authentik itself did not answer it.
const LOST = new Set([408, 502, 504]);

/**
 * The error for an answer to a write that does not say it was made. Other than to a read, an answer of a proxy that got
 * none from authentik leaves the outcome unknown, and a unique name that is taken is `CONFLICT`. A crash (500, or the
 * empty 405 that up to 2026.8 stands for one and for a hidden 404) is authentik's failure, never "method not allowed".
 */
export function toWriteError(response: RawResponse, names: InputNames, secrets: readonly string[]): GatewayError {
  const { status, json } = response;
  if (LOST.has(status)) {
    return createUnknownOutcomeError(new TypeError(`expected an answer of authentik, but got: status ${status}`));
  }
  if (status === 400 && (json !== undefined || response.bytes === 0)) {
    return toValidationError(json, names, { isWrite: true, secrets });
  }
  const isCrash = status === 500 || (status === 405 && json === undefined);
  return isCrash ? new GatewayError('UPSTREAM_UNAVAILABLE', MESSAGES.failed) : toResponseError(response, names);
}

/** Whether a parsed body is the one a booting authentik sends, in 2025.10 with status 200. */
export function isStarting(json: unknown): boolean {
  return isRecord(json) && typeof json.error === 'string' && Object.keys(json).length === 1;
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return isRecord(error) && typeof error.code === 'string' && codes.includes(error.code);
}
