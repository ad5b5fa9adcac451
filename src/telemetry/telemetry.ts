import type { ServerResponse } from 'node:http';
import type { CallObserver } from '../authentik/observer.ts';
import type { Log } from '../log.ts';
import type { Metrics } from './metrics.ts';
import type { RequestRecord } from './request-record.ts';
import { beginTrace, type OperationTrace, type TracedOperation, traceCalls } from './trace.ts';

/** What the gateway tells of what it does: a log line, metrics and a trace. One per process. */
export interface Telemetry {
  /** Tells of a request to the API, once its answer has been sent or its caller has gone. */
  readonly watch: (record: RequestRecord, response: ServerResponse) => void;
  readonly beginOperation: (operation: TracedOperation) => OperationTrace;
  /** For requests to authentik beside any operation. */
  readonly observer: CallObserver;
  readonly planLookup: (isHit: boolean) => void;
}

/** What telemetry is made of. */
export interface TelemetryOptions {
  readonly log: Log;
  readonly metrics: Metrics | undefined;
  /** Whether authentik is told which trace a request is part of. */
  readonly isTracePassedOn: boolean;
}

// As nginx logs a caller that has gone before its answer.
const GONE = 499;

const NOTHING = { requests: 0, rows: 0, bytes: 0 };

/** Creates the telemetry of a process. */
export function createTelemetry({ log, metrics, isTracePassedOn }: TelemetryOptions): Telemetry {
  return {
    watch: (record, response) => {
      const startedAt = performance.now();
      response.once('close', () => {
        record.endTrace?.(record);
        // Neither an operation nor a refusal: a page of GraphiQL, or a browser that asks whether it may.
        if (record.kind === 'none' && record.codes.length === 0 && response.writableFinished) {
          return;
        }
        const milliseconds = performance.now() - startedAt;
        metrics?.request(record, milliseconds / 1000);
        log.info(toLine(record, response, milliseconds), 'request');
      });
    },
    beginOperation: (operation) => {
      const trace = beginTrace(operation, isTracePassedOn);
      return { ...trace, observer: measureCalls(trace.observer, metrics) };
    },
    observer: measureCalls(traceCalls(), metrics),
    planLookup: (isHit) => metrics?.planLookup(isHit),
  };
}

function toLine(record: RequestRecord, response: ServerResponse, milliseconds: number): object {
  const { requestId, operation, kind, codes, cache } = record;
  const { requests, rows, bytes } = record.usage?.() ?? NOTHING;
  return {
    requestId,
    operation,
    kind,
    milliseconds: Math.round(milliseconds),
    status: response.writableFinished ? response.statusCode : GONE,
    upstream: { requests, rows, bytes },
    ...(cache === undefined ? {} : { cache }),
    codes,
  };
}

function measureCalls(observer: CallObserver, metrics: Metrics | undefined): CallObserver {
  return {
    begin: (target) => {
      const { traceparent, quietly, end } = observer.begin(target);
      const startedAt = performance.now();
      return {
        traceparent,
        quietly,
        end: (outcome) => {
          metrics?.call(target, outcome, (performance.now() - startedAt) / 1000);
          end(outcome);
        },
      };
    },
  };
}
