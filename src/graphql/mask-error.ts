import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { GatewayError } from '../errors.ts';

/** Told of every error that is not the caller's doing, with its cause. */
export type ReportError = (error: Error, code: string) => void;

const OURS = new Set(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_OUTCOME_UNKNOWN', 'UPSTREAM_BAD_RESPONSE', 'GATEWAY_TIMEOUT']);

/**
 * Creates the last stop of every error before it leaves: a {@link GatewayError} becomes its code and details, GraphQL's own
 * errors pass, and anything else is a bug, reported with its stack and shown as "Internal error" only.
 */
export function createMaskError(report: ReportError): (error: unknown) => Error {
  return (error) => {
    const cause = toCause(error);
    const at = error instanceof GraphQLError ? toPlace(error) : {};
    if (cause instanceof GatewayError) {
      if (OURS.has(cause.code) && !isCallerGone(cause)) {
        report(cause, cause.code);
      }
      return new GraphQLError(cause.message, { ...at, extensions: toExtensions(cause) });
    }
    if (
      error instanceof GraphQLError &&
      cause instanceof GraphQLError &&
      (error.path === undefined || error.extensions.code || isAboutArgument(cause))
    ) {
      return toCoded(error);
    }
    report(
      cause instanceof Error ? cause : new TypeError(`expected an Error, but got: ${typeof cause}`),
      'INTERNAL_SERVER_ERROR',
    );
    return new GraphQLError('Internal error', {
      ...at,
      extensions: { code: 'INTERNAL_SERVER_ERROR', unexpected: true },
    });
  };
}

// A variable of a nullable type that has a default may be null where the argument may not: only the field finds out. The
// error then stands at the argument's value; one of a value that a resolver answered stands at the field.
function isAboutArgument({ nodes = [] }: GraphQLError): boolean {
  return nodes.length > 0 && nodes.every(({ kind }) => kind !== 'Field');
}

// Yoga's word for what everybody else calls otherwise.
const RENAMED = { from: 'REQUEST_ENTITY_TOO_LARGE', code: 'PAYLOAD_TOO_LARGE' };

// GraphQL's own errors carry a code, but for those about variables and operation types, which stand at no path of the
// answer. Their other extensions quote the caller's body and name classes.
function toCoded(error: GraphQLError): GraphQLError {
  const { code, http, always } = error.extensions;
  if (typeof code === 'string') {
    return new GraphQLError(error.message, {
      ...toPlace(error),
      extensions: {
        code: code === RENAMED.from ? RENAMED.code : code,
        ...toHttp(http, always === true || code === 'BAD_REQUEST'),
      },
    });
  }
  const isAboutOperation = error.message.startsWith('Schema is not configured');
  return new GraphQLError(error.message, {
    ...toPlace(error),
    extensions: {
      code: isAboutOperation ? 'OPERATION_RESOLUTION_FAILURE' : 'BAD_USER_INPUT',
      ...(error.path === undefined ? { http: { status: 400, spec: true } } : {}),
    },
  });
}

// Yoga names GET among the allowed methods, and answers 200 to some bodies that are no GraphQL request at all, and to
// whatever fails while it parses.
function toHttp(http: unknown, isAlways: boolean): object {
  return typeof http === 'object' && http !== null
    ? { http: { ...http, headers: {}, ...(isAlways ? { spec: false } : {}) } }
    : {};
}

// The caller hung up: nobody's failure, and nobody is left to be told.
function isCallerGone({ cause }: GatewayError): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

function toExtensions(error: GatewayError): Record<string, unknown> {
  const { code, issues, nonFieldErrors, upstreamCode, retryAfterSeconds } = error;
  return {
    code,
    ...(code === 'BAD_USER_INPUT' || code === 'CONFLICT' ? { issues, nonFieldErrors } : {}),
    ...(upstreamCode === undefined ? {} : { upstreamCode }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds }),
  };
}

function toPlace(error: GraphQLError): GraphQLErrorOptions {
  return {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
  };
}

function toCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) {
    cause = cause.originalError;
  }
  return cause;
}
