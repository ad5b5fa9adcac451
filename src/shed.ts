import type { ExecutionResult, GraphQLError } from 'graphql';
import { GatewayError } from './errors.ts';

// Yoga's way to say it; it is no part of what the client gets.
const HTTP = { status: 503, headers: { 'retry-after': '1' } };

/**
 * The result of an operation for which nothing was done because too much was under way: refused as a whole, so that
 * clients and balancers see it by the status. `undefined` for any other result.
 * @param requests requests to authentik that were begun for it
 */
export function toShedResult({ data, errors = [] }: ExecutionResult, requests: number): ExecutionResult | undefined {
  const isEmpty = Object.values(data ?? {}).every((value) => value === null);
  if (requests > 0 || errors.length === 0 || !isEmpty || !errors.every(isOverload)) {
    return undefined;
  }
  return { errors, extensions: { http: HTTP } };
}

function isOverload({ originalError, extensions }: GraphQLError): boolean {
  const code = originalError instanceof GatewayError ? originalError.code : extensions.code;
  return code === 'SERVICE_OVERLOADED';
}
