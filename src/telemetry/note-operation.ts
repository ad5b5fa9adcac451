import type { OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { type CacheResult, currentRecord, toShownName } from './request-record.ts';
import type { Telemetry } from './telemetry.ts';
import type { OperationTrace } from './trace.ts';

interface Beginning {
  readonly request: Request;
  readonly requestId: string;
  readonly operation: OperationDefinitionNode;
}

/** Begins the trace of an operation; it ends with the request that it came by. */
export function traceOperation({ request, requestId, operation }: Beginning, telemetry: Telemetry): OperationTrace {
  const record = currentRecord();
  const trace = telemetry.beginOperation({
    kind: operation.operation === 'mutation' ? 'mutation' : 'query',
    name: toShownName(operation.name?.value),
    requestId,
    headers: { traceparent: request.headers.get('traceparent'), tracestate: request.headers.get('tracestate') },
  });
  if (record) {
    record.endTrace = trace.end;
  }
  return trace;
}

/** Notes where the cost of the running request's operation can be read once it is over. */
export function noteCost({ authentik, saved }: GatewayContext): void {
  const record = currentRecord();
  if (record) {
    record.usage = authentik.usage;
    record.saved = saved;
  }
}

/** Notes what the running request's operation found in the response cache. */
export function noteLookup(result: CacheResult): void {
  const record = currentRecord();
  if (record) {
    record.cache = result;
  }
}
