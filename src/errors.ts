/**
 * Every code an `errors[]` entry of this gateway may carry in `extensions.code`.
 * The first four can also stand in a result union (`AuthentikErrorCode` in the schema).
 */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'RATE_LIMITED'
  | 'UPSTREAM_BUDGET_EXCEEDED'
  | 'UPSTREAM_OUTCOME_UNKNOWN'
  | 'UPSTREAM_UNSUPPORTED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_BAD_RESPONSE'
  | 'GATEWAY_TIMEOUT'
  | 'SERVICE_OVERLOADED';

/** One complaint about one input value. `path` speaks the names of our own schema, e.g. `["where", "userUsername"]`. */
export interface ValidationIssue {
  readonly path: readonly string[];
  readonly message: string;
}

/** What a {@link GatewayError} may carry besides its code and message; all of it may be shown to the caller, but for `cause`. */
export interface GatewayErrorDetails {
  /** Complaints about single input values (`BAD_USER_INPUT`, `CONFLICT`). */
  readonly issues?: readonly ValidationIssue[];
  /** What was wrong with the input as a whole (`BAD_USER_INPUT`, `CONFLICT`). */
  readonly nonFieldErrors?: readonly string[];
  /** authentik's own `code`, which it hardly ever sends. */
  readonly upstreamCode?: string | undefined;
  /** Seconds to wait before trying again (`RATE_LIMITED`, `UPSTREAM_UNAVAILABLE`, `SERVICE_OVERLOADED`). */
  readonly retryAfterSeconds?: number | undefined;
  /** For the log only; never shown to a caller. */
  readonly cause?: unknown;
}

/** The only error that crosses folders: a code of the closed set and one sentence a person can act on. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly issues: readonly ValidationIssue[];
  readonly nonFieldErrors: readonly string[];
  readonly upstreamCode: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: GatewayErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.issues = details.issues ?? [];
    this.nonFieldErrors = details.nonFieldErrors ?? [];
    this.upstreamCode = details.upstreamCode;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** A `BAD_USER_INPUT` about one input value, found by us before anything was sent upstream. */
export function createInputError(path: readonly string[], message: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `${path.join('.')}: ${message}`, { issues: [{ path, message }] });
}
