import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aMeJson, aTokenJson } from '../support/builders.ts';
import { startGateway, startSandboxGateway } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

const exporter = new InMemorySpanExporter();
const begun: string[] = [];
const noteBeginning: SpanProcessor = {
  onStart: (span) => void begun.push(span.spanContext().spanId),
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

beforeAll(() => {
  const provider = new BasicTracerProvider({ spanProcessors: [noteBeginning, new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});

beforeEach(() => exporter.reset());

afterAll(() => {
  trace.disable();
  propagation.disable();
  context.disable();
});

/** Spans that have ended, in the order in which they began; clocks are too coarse to tell. */
function spans(): ReadableSpan[] {
  const order = (span: ReadableSpan) => begun.indexOf(span.spanContext().spanId);
  return exporter.getFinishedSpans().toSorted((a, b) => order(a) - order(b));
}

const parentOf = ({ parentSpanContext }: ReadableSpan) =>
  exporter.getFinishedSpans().find((span) => span.spanContext().spanId === parentSpanContext?.spanId)?.name;

describe('the trace of an operation', () => {
  it('holds its plan and each request to authentik, and nothing that only its caller may know', async () => {
    const gateway = await startSandboxGateway();

    await gateway.query(
      'query Team($id: String!) { token(identifier: $id) { ... on Token { user { username } } } users { totalCount } }',
      {
        variables: { id: 'SECRET' },
        key: 'key-admin',
      },
    );
    await gateway.query('query Owner { token(identifier: "plain-api") { ... on Token { user { username } } } }');

    const told = spans().map((span) => [span.name, span.kind, parentOf(span)]);
    expect(told).toHaveLength(7);
    expect(told[0]).toEqual(['query', SpanKind.SERVER, undefined]);
    expect(told[1]).toEqual(['plan', SpanKind.INTERNAL, 'query']);
    expect(
      told
        .slice(2, 4)
        .map(([name]) => name)
        .sort(),
    ).toEqual(['GET /core/tokens/{identifier}/', 'GET /core/users/']);
    expect(told.slice(2, 4).map(([, ...rest]) => rest)).toEqual(Array(2).fill([SpanKind.CLIENT, 'query']));
    expect(told.slice(4)).toEqual([
      ['query', SpanKind.SERVER, undefined],
      ['plan', SpanKind.INTERNAL, 'query'],
      ['GET /core/tokens/{identifier}/', SpanKind.CLIENT, 'query'],
    ]);
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(2);
    expect(spans()[0]?.attributes).toEqual({
      'graphql.operation.type': 'query',
      'graphql.operation.name': 'Team',
      'authentik_gateway.request_id': expect.any(String),
      'error.type': 'NOT_FOUND',
    });
    expect(spans()[6]?.attributes).toEqual({
      'http.request.method': 'GET',
      'url.template': '/core/tokens/{identifier}/',
      'http.response.status_code': 200,
      'authentik.rows': 1,
      'authentik.bytes': expect.toSatisfy((bytes) => bytes > 100),
    });
    const text = JSON.stringify(spans().map(({ name, attributes, events }) => ({ name, attributes, events })));
    expect(text).not.toMatch(/SECRET|key-admin|plain-api/);
  });

  it('marks what failed, by its code', async () => {
    const authentik = aScriptedAuthentik((_target, response) => response.socket?.destroy());
    const gateway = await startGateway(authentik.handle, { upstreamRetries: 1 });

    await gateway.query('{ viewer { pk } }');

    const ends = spans().map(({ name, status, attributes }) => [name, status.code, attributes['error.type']]);
    expect(ends).toEqual([
      ['query', SpanStatusCode.ERROR, 'UPSTREAM_UNAVAILABLE'],
      ['plan', SpanStatusCode.UNSET, undefined],
      ['GET /core/users/me/', SpanStatusCode.ERROR, 'UPSTREAM_UNAVAILABLE'],
      ['GET /core/users/me/', SpanStatusCode.ERROR, 'UPSTREAM_UNAVAILABLE'],
    ]);
  });

  it('joins the trace that the request comes with', async () => {
    const gateway = await startSandboxGateway();

    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-admin', traceparent: PARENT },
      body: JSON.stringify({ query: '{ viewer { pk } }' }),
    });

    expect(spans()[0]?.parentSpanContext).toMatchObject({ spanId: 'b7ad6b7169203331' });
    expect(new Set(spans().map((span) => span.spanContext().traceId))).toEqual(
      new Set(['0af7651916cd43dd8448eb211c80319c']),
    );
  });

  it('ends when the caller goes', async () => {
    const controller = new AbortController();
    const gateway = await startGateway(aScriptedAuthentik(() => controller.abort()).handle);

    const gone = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      signal: controller.signal,
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-plain' },
      body: JSON.stringify({ query: '{ viewer { pk } }' }),
    });
    await expect(gone).rejects.toThrow();
    while (!spans().some(({ name }) => name === 'query')) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(spans().map(({ name }) => name)).toEqual(['query', 'plan', 'GET /core/users/me/']);
  });
});

describe('authentik', () => {
  const sentWith = async (settings: Record<string, unknown>) => {
    const authentik = aScriptedAuthentik((target, response) =>
      answerJson(response, target.startsWith('/core/tokens') ? aTokenJson() : aMeJson()),
    );
    const gateway = await startGateway(authentik.handle, settings);
    await gateway.query('{ viewer { pk } token(identifier: "a") { ... on Token { id } } }');
    return authentik.requests.map(({ headers }) => headers);
  };

  it('is told of no trace by default', async () => {
    const headers = await sentWith({});

    expect(headers).toHaveLength(2);
    expect(headers.flatMap((all) => Object.keys(all)).filter((name) => /trace|baggage/.test(name))).toEqual([]);
  });

  it('is told the span of each request where it is set', async () => {
    const headers = await sentWith({ upstreamTraceContext: true });

    const calls = spans().filter(({ kind }) => kind === SpanKind.CLIENT);
    expect(headers.map(({ traceparent }) => traceparent).sort()).toEqual(
      calls.map((span) => `00-${span.spanContext().traceId}-${span.spanContext().spanId}-01`).sort(),
    );
    expect(calls).toHaveLength(2);
  });
});
