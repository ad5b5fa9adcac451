import { GatewayError, type ValidationIssue } from '../errors.ts';
import type { RawResponse } from './transport.ts';

/** authentik's field and parameter names → the path of the same value in our own input. */
export type InputNames = Readonly<Record<string, readonly string[]>>;

const MESSAGES = {
  invalid: 'authentik refused the input.',
  forbidden: 'This credential may not see or do this.',
  notFound: 'It does not exist, or this credential may not see it.',
  unauthenticated: 'The credential is unknown, expired or revoked, or its user is inactive.',
  throttled: 'authentik asks to slow down.',
  unavailable: 'authentik cannot be reached or is failing.',
  starting: 'authentik is still starting.',
  badResponse: 'authentik answered something this gateway cannot use.',
  timeout: 'authentik did not answer in time.',
} as const;

// authentik up to 2025.10 answers some writes with the database's own words, row included.
const DATABASE_TEXT = /duplicate key value|violates [\w-]+ constraint|\bDETAIL: {2}|relation "|psycopg/i;
const MAX_SENTENCE = 200;

/** The error for "the bearer token itself is no good", whichever request found it out. */
export function createUnauthenticatedError(): GatewayError {
  return new GatewayError('UNAUTHENTICATED', MESSAGES.unauthenticated);
}

/** The error for "no such object, as far as this credential may see". */
export function createNotFoundError(): GatewayError {
  return new GatewayError('NOT_FOUND', MESSAGES.notFound);
}

/** The error for a 2xx whose body is not what the endpoint promises; `cause` says how, for the log. */
export function createBadResponseError(cause?: unknown): GatewayError {
  return new GatewayError('UPSTREAM_BAD_RESPONSE', MESSAGES.badResponse, { cause });
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
  return new GatewayError('UPSTREAM_UNAVAILABLE', MESSAGES.unavailable, { cause });
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
      return json === undefined
        ? new GatewayError('UPSTREAM_UNAVAILABLE', MESSAGES.unavailable)
        : createBadResponseError();
    case 408:
      return new GatewayError('GATEWAY_TIMEOUT', MESSAGES.timeout);
    case 429:
      return new GatewayError('RATE_LIMITED', MESSAGES.throttled, { retryAfterSeconds: response.retryAfterSeconds });
    default:
      return createBadResponseError();
  }
}

/** Whether a parsed body is the one a booting authentik sends, in 2025.10 with status 200. */
export function isStarting(json: unknown): boolean {
  return isRecord(json) && typeof json.error === 'string' && Object.keys(json).length === 1;
}

// Five shapes: {field: [text]}, {field: text}, {non_field_errors: …}, [text], {detail}; or an empty body. Only what is
// known to be about the input gets through: sentences about values that we sent, and about the whole.
function toValidationError(json: unknown, names: InputNames): GatewayError {
  const fields = Array.isArray(json) ? { non_field_errors: json } : isRecord(json) ? json : {};
  const issues: ValidationIssue[] = [];
  for (const [field, path] of Object.entries(names)) {
    const messages = Object.hasOwn(fields, field) ? toSentences(Reflect.get(fields, field)) : [];
    issues.push(...messages.map((message) => ({ path, message })));
  }
  const nonFieldErrors = toSentences(
    Object.hasOwn(fields, 'non_field_errors') ? Reflect.get(fields, 'non_field_errors') : [],
  );
  return new GatewayError('BAD_USER_INPUT', toSummary(issues, nonFieldErrors), {
    issues,
    nonFieldErrors,
    upstreamCode: toUpstreamCode(json),
  });
}

function toSummary(issues: readonly ValidationIssue[], nonFieldErrors: readonly string[]): string {
  const first = issues[0] ? `${issues[0].path.join('.')}: ${issues[0].message}` : nonFieldErrors[0];
  return first === undefined ? MESSAGES.invalid : first.slice(0, MAX_SENTENCE);
}

function toSentences(value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');
  return texts.map((text) => (isSentence(text) ? text : MESSAGES.invalid));
}

function isSentence(text: string): boolean {
  return /\S/.test(text) && text.length <= MAX_SENTENCE && !/[\r\n]|:\/\//.test(text) && !DATABASE_TEXT.test(text);
}

function toUpstreamCode(json: unknown): string | undefined {
  return isRecord(json) && typeof json.code === 'string' && /^[a-z_]{1,64}$/.test(json.code) ? json.code : undefined;
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return isRecord(error) && typeof error.code === 'string' && codes.includes(error.code);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
