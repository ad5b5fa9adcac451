import type { ExecutionResult, GraphQLError } from 'graphql';
import { type ErrorCode, GatewayError } from '../errors.ts';

/** What is known of an operation that has ended. */
interface Ended {
  /** Requests to authentik that were begun for it. */
  readonly requests: number;
  /** Whether its whole time was over. */
  readonly isOverdue: boolean;
}

/**
 * The result of an operation that brought nothing, refused as a whole so that clients and balancers see it by the status:
 * 503 where nothing was done because too much was under way, 504 where its whole time was over. `undefined` for any other.
 */
export function toWholeFailure(result: ExecutionResult, { requests, isOverdue }: Ended): ExecutionResult | undefined {
  if (requests === 0 && failedWith(result, 'SERVICE_OVERLOADED')) {
    return refuse(result, { status: 503, headers: { 'retry-after': '1' } });
  }
  return isOverdue && failedWith(result, 'GATEWAY_TIMEOUT') ? refuse(result, { status: 504 }) : undefined;
}

// Yoga's way to say it; `http` is no part of what the client gets.
function refuse({ errors = [] }: ExecutionResult, http: object): ExecutionResult {
  return { errors, extensions: { http } };
}

function failedWith({ data, errors = [] }: ExecutionResult, code: ErrorCode): boolean {
  const isEmpty = Object.values(data ?? {}).every((value) => value === null);
  return errors.length > 0 && isEmpty && errors.every((error) => codeOf(error) === code);
}

function codeOf({ originalError, extensions }: GraphQLError): unknown {
  return originalError instanceof GatewayError ? originalError.code : extensions.code;
}
