import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { GatewayError } from '../errors.ts';

/** Told of every error that is not the caller's doing, with its cause. */
export type ReportError = (error: Error, code: string) => void;

const OURS = new Set(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_BAD_RESPONSE', 'GATEWAY_TIMEOUT']);

/**
 * Creates the last stop of every error before it leaves: a {@link GatewayError} becomes its code and details, GraphQL's own
 * errors pass, and anything else is a bug, reported with its stack and shown as "Internal error" only.
 */
export function createMaskError(report: ReportError): (error: unknown) => Error {
  return (error) => {
    const cause = toCause(error);
    const at = error instanceof GraphQLError ? toPlace(error) : {};
    if (cause instanceof GatewayError) {
      if (OURS.has(cause.code)) {
        report(cause, cause.code);
      }
      return new GraphQLError(cause.message, { ...at, extensions: toExtensions(cause) });
    }
    if (error instanceof GraphQLError && cause instanceof GraphQLError) {
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

// GraphQL's own errors carry a code by now, but for those about variables, which stand at no path of the answer.
function toCoded(error: GraphQLError): GraphQLError {
  const { code } = error.extensions;
  if (code === undefined && error.path === undefined) {
    return new GraphQLError(error.message, {
      ...toPlace(error),
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400, spec: true } },
    });
  }
  if (code === 'REQUEST_ENTITY_TOO_LARGE') {
    return new GraphQLError(error.message, { extensions: { ...error.extensions, code: 'PAYLOAD_TOO_LARGE' } });
  }
  return error;
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
