import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxGateway } from '../support/gateway.ts';
import { aLog, requestLines } from '../support/log.ts';
import { valuesOf } from '../support/metrics.ts';
import { mutate } from '../support/mutate.ts';
import { ask, CACHED } from './ask.ts';

const ME = 'query Me { viewer { pk } }';
const FRESH = { query: ME, headers: { 'cache-control': 'no-cache' } };

const exporter = new InMemorySpanExporter();
beforeAll(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
});
beforeEach(() => exporter.reset());
afterAll(() => trace.disable());

describe('an answer that was kept', () => {
  it('is told by the log line, which says that it cost nothing', async () => {
    const { log, lines } = aLog();
    const gateway = await startSandboxGateway(undefined, CACHED, log);

    await ask(gateway, ME);
    await ask(gateway, { query: ME, headers: { 'x-request-id': 'second' } });

    const [first, second] = requestLines(lines);
    expect(first).toMatchObject({ cache: 'miss', upstream: { requests: 1 } });
    expect(second).toEqual({
      requestId: 'second',
      operation: 'Me',
      kind: 'query',
      milliseconds: expect.any(Number),
      status: 200,
      upstream: { requests: 0, rows: 0, bytes: 0 },
      cache: 'hit',
      codes: [],
    });
  });

  it('is told by the log line of a query only, and only where there is a cache', async () => {
    const { log, lines } = aLog();
    const cached = await startSandboxGateway(undefined, CACHED, log);
    const plain = await startSandboxGateway(undefined, {}, log);

    await mutate(cached, 'deleteToken', { input: { identifier: 'plain-app' } });
    await ask(cached, '{ nope }');
    await ask(plain, ME);

    expect(requestLines(lines)).toHaveLength(3);
    expect(requestLines(lines).filter((line) => 'cache' in line)).toEqual([]);
  });

  it('is counted as a request, as a lookup, and as no request to authentik', async () => {
    const gateway = await startSandboxGateway(undefined, { ...CACHED, metricsPort: 9464 });
    const asked = [ME, ME, ME, FRESH, { query: ME, headers: { 'cache-control': 'no-store' } }];
    for (const each of asked) {
      await ask(gateway, each);
    }
    await mutate(gateway, 'deleteToken', { input: { identifier: 'plain-app' } });
    await ask(gateway, ME);

    const text = await gateway.metrics();

    expect(valuesOf(text, 'authentik_gateway_response_cache_lookups_total')).toEqual({
      'result="miss"': 1,
      'result="hit"': 2,
      'result="bypass"': 2,
      'result="stale"': 1,
    });
    const requests = Object.entries(valuesOf(text, 'authentik_gateway_requests_total'));
    expect(requests.filter(([, count]) => count > 0)).toEqual([
      ['kind="query",code="OK"', 6],
      ['kind="mutation",code="OK"', 1],
    ]);
    const calls = valuesOf(text, 'authentik_gateway_upstream_requests_total');
    expect(calls['method="GET",endpoint="/core/users/me/",status="2xx"']).toBe(4);
    expect(valuesOf(text, 'authentik_gateway_plan_cache_lookups_total')).toEqual({
      'result="miss"': 2,
      'result="hit"': 3,
    });
    expect(text).not.toContain('authentik_gateway_response_cache_shared');
  });

  it('is a span without a plan and without requests, that says where it came from', async () => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    await ask(gateway, ME);
    const before = exporter.getFinishedSpans().length;

    await ask(gateway, ME);

    const spans = exporter.getFinishedSpans();
    expect(before).toBe(3);
    expect(spans.map(({ name, attributes }) => [name, attributes['authentik_gateway.cache']])).toEqual([
      ['plan', undefined],
      ['GET /core/users/me/', undefined],
      ['query', 'miss'],
      ['query', 'hit'],
    ]);
    expect(spans[3]?.kind).toBe(SpanKind.SERVER);
    expect(spans[3]?.status.code).toBe(SpanStatusCode.UNSET);
    expect(spans[3]?.attributes).toMatchObject({ 'graphql.operation.name': 'Me', 'graphql.operation.type': 'query' });
  });
});
