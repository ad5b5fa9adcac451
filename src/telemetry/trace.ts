import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { CallObserver, CallOutcome } from '../authentik/observer.ts';
import { version } from '../version.ts';
import type { OperationKind, RequestRecord } from './request-record.ts';

/** The trace of one operation. Costs nothing where the process has no OpenTelemetry SDK. */
export interface OperationTrace {
  /** Makes the plan, which is a span of its own. */
  readonly plan: <Plan>(work: () => Plan) => Plan;
  readonly observer: CallObserver;
  /** Ends the operation's span, with the codes of its errors and what it found in the response cache. */
  readonly end: (record: Pick<RequestRecord, 'codes' | 'cache'>) => void;
}

/** What a trace is told of an operation. */
export interface TracedOperation {
  readonly kind: OperationKind;
  /** As `toShownName` has it. */
  readonly name: string;
  readonly requestId: string;
  /** Headers of the request, lower-case: an SDK that reads trace context takes the trace they name as the parent. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Begins the trace of an operation, within whatever trace is running or comes with the request. */
export function beginTrace(operation: TracedOperation, isPassedOn: boolean): OperationTrace {
  const tracer = getTracer();
  const running = context.active();
  const isWithin = trace.getSpan(running) !== undefined;
  const parent = isWithin ? running : propagation.extract(running, operation.headers);
  const kind = isWithin ? SpanKind.INTERNAL : SpanKind.SERVER;
  const span = tracer.startSpan(operation.kind, { kind, attributes: toAttributes(operation) }, parent);
  const within = trace.setSpan(parent, span);
  return {
    plan: (work) => {
      const planning = tracer.startSpan('plan', {}, within);
      try {
        return work();
      } finally {
        planning.end();
      }
    },
    observer: traceCalls(within, isPassedOn),
    end: ({ codes: [code], cache }) => {
      if (cache !== undefined) {
        span.setAttribute('authentik_gateway.cache', cache);
      }
      if (code !== undefined) {
        fail(span, code);
      }
      span.end();
    },
  };
}

/** Makes a span of every request to authentik, each a trace of its own unless `within` has one. */
export function traceCalls(within: Context = ROOT_CONTEXT, isPassedOn = false): CallObserver {
  return {
    begin: ({ method, endpoint }) => {
      const attributes = { 'http.request.method': method, 'url.template': endpoint };
      const span = getTracer().startSpan(`${method} ${endpoint}`, { kind: SpanKind.CLIENT, attributes }, within);
      return {
        traceparent: isPassedOn ? toTraceparent(span) : undefined,
        quietly: untraced,
        end: (outcome) => endCall(span, outcome),
      };
    },
  };
}

// By this name OpenTelemetry's SDK and its instrumentations know what is not to be traced (`@opentelemetry/core`, suppress-tracing).
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Does work that no instrumentation makes a span of, or passes a trace on with. */
export function untraced<T>(work: () => T): T {
  return context.with(context.active().setValue(SUPPRESSED, true), work);
}

function endCall(span: Span, { status, rows, bytes, failure }: CallOutcome): void {
  span.setAttributes({ 'authentik.rows': rows, 'authentik.bytes': bytes });
  if (status !== undefined) {
    span.setAttribute('http.response.status_code', status);
  }
  if (failure !== undefined || (status !== undefined && status >= 400)) {
    fail(span, failure ?? String(status));
  }
  span.end();
}

function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

// The names are those of OpenTelemetry's semantic conventions where these have one.
function toAttributes({ kind, name, requestId }: TracedOperation): Attributes {
  return { 'graphql.operation.type': kind, 'graphql.operation.name': name, 'authentik_gateway.request_id': requestId };
}

// https://www.w3.org/TR/trace-context/#traceparent-header
function toTraceparent(span: Span): string | undefined {
  const spanContext = span.spanContext();
  const { traceId, spanId, traceFlags } = spanContext;
  return isSpanContextValid(spanContext)
    ? `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
    : undefined;
}

function getTracer(): Tracer {
  return trace.getTracer('authentik-graphql-gateway', version);
}
