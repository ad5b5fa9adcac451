import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CallOutcome, CallTarget } from '../authentik/observer.ts';
import { version } from '../version.ts';
import { beginAtZero } from './begin-at-zero.ts';
import { type Readings, watchReadings } from './readings.ts';
import type { OperationKind, RequestRecord } from './request-record.ts';

/** Counts what the process does, for Prometheus. Every label has few values, none of which a caller chooses. */
export interface Metrics {
  readonly request: (record: RequestRecord, seconds: number) => void;
  readonly call: (target: CallTarget, outcome: CallOutcome, seconds: number) => void;
  readonly planLookup: (isHit: boolean) => void;
  /** All metrics as text, and its content type. */
  readonly read: () => Promise<{ readonly text: string; readonly contentType: string }>;
}

// From what a cached plan over a fast authentik takes to the time-out of an operation.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

const KINDS: readonly OperationKind[] = ['query', 'mutation', 'none'];
// What the alerts read.
const FAILURES = [
  ...['UPSTREAM_UNAVAILABLE', 'UPSTREAM_BAD_RESPONSE', 'GATEWAY_TIMEOUT', 'SERVICE_OVERLOADED'],
  'INTERNAL_SERVER_ERROR',
];

/** Creates the metrics of a process, its own and those of Node.js. */
export function createMetrics(readings: Readings): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  watchReadings(registry, readings);
  describeBuild(registry);
  const planCache = new Counter({
    name: 'authentik_gateway_plan_cache_lookups_total',
    help: 'Operations by whether their plan was known (hit) or had to be made (miss).',
    labelNames: ['result'],
    registers: [registry],
  });
  beginAtZero(planCache, [{ result: 'hit' }, { result: 'miss' }]);
  return {
    request: countRequests(registry),
    call: countCalls(registry),
    planLookup: (isHit) => planCache.inc({ result: isHit ? 'hit' : 'miss' }),
    read: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  };
}

function countRequests(registry: Registry): Metrics['request'] {
  const registers = [registry];
  const total = new Counter({
    name: 'authentik_gateway_requests_total',
    help: 'GraphQL requests answered, by kind of operation and code of the first error (OK: none).',
    labelNames: ['kind', 'code'],
    registers,
  });
  const duration = new Histogram({
    name: 'authentik_gateway_request_duration_seconds',
    help: 'Time from the head of a GraphQL request to the end of its answer.',
    labelNames: ['kind'],
    buckets: BUCKETS,
    registers,
  });
  const rateLimited = new Counter({
    name: 'authentik_gateway_rate_limited_total',
    help: 'GraphQL requests refused because their credential had sent too many.',
    registers,
  });
  const saved = new Counter({
    name: 'authentik_gateway_saved_requests_total',
    help: 'Requests to authentik that were not necessary: shared with another asker, or embedded in another answer.',
    labelNames: ['how'],
    registers,
  });
  const lookups = new Counter({
    name: 'authentik_gateway_response_cache_lookups_total',
    help: 'Queries by what they found in the response cache.',
    labelNames: ['result'],
    registers,
  });
  beginAtZero(
    total,
    KINDS.flatMap((kind) => FAILURES.map((code) => ({ kind, code }))),
  );
  beginAtZero(saved, [{ how: 'shared' }, { how: 'embedded' }]);
  return ({ kind, codes, cache, saved: { shared, embedded } = { shared: 0, embedded: 0 } }, seconds) => {
    if (cache !== undefined) {
      lookups.inc({ result: cache });
    }
    total.inc({ kind, code: codes[0] ?? 'OK' });
    duration.observe({ kind }, seconds);
    rateLimited.inc(codes.includes('RATE_LIMITED') ? 1 : 0);
    saved.inc({ how: 'shared' }, shared);
    saved.inc({ how: 'embedded' }, embedded);
  };
}

function countCalls(registry: Registry): Metrics['call'] {
  const registers = [registry];
  const labelNames = ['method', 'endpoint'] as const;
  const total = new Counter({
    name: 'authentik_gateway_upstream_requests_total',
    help: 'Requests sent to authentik, by method, endpoint and class of status (none: no usable answer).',
    labelNames: [...labelNames, 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'authentik_gateway_upstream_request_duration_seconds',
    help: 'Time from sending a request to authentik to the last byte of its answer.',
    labelNames,
    buckets: BUCKETS,
    registers,
  });
  const rows = new Counter({
    name: 'authentik_gateway_upstream_rows_total',
    help: 'Rows that authentik sent; a single object counts as one.',
    labelNames,
    registers,
  });
  const bytes = new Counter({
    name: 'authentik_gateway_upstream_bytes_total',
    help: 'Bytes that authentik sent, unpacked.',
    labelNames,
    registers,
  });
  return ({ method, endpoint }, outcome, seconds) => {
    total.inc({
      method,
      endpoint,
      status: outcome.status === undefined ? 'none' : `${Math.floor(outcome.status / 100)}xx`,
    });
    duration.observe({ method, endpoint }, seconds);
    rows.inc({ method, endpoint }, outcome.rows);
    bytes.inc({ method, endpoint }, outcome.bytes);
  };
}

function describeBuild(registry: Registry): void {
  new Gauge({
    name: 'authentik_gateway_build_info',
    help: 'Always 1; the version of the gateway as its label.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version }, 1);
}
