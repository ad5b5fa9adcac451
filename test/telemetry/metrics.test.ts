import { describe, expect, it } from 'vitest';
import { readText } from '../deploy/deploy-file.ts';
import { serve, startGateway, startSandboxGateway } from '../support/gateway.ts';
import { parseMetrics, valuesOf } from '../support/metrics.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

const METERED = { metricsPort: 9464 };

describe('the metrics', () => {
  it('count requests by kind and code, and never by what a caller wrote', async () => {
    const gateway = await startSandboxGateway(undefined, { ...METERED, rateLimitPerMinute: 5 });
    await gateway.query('query SECRET { viewer { pk } }');
    await gateway.query('query SECRET { viewer { pk } }');
    await gateway.query('{ token(identifier: "SECRET") { ... on Token { id } } }');
    await gateway.query('{ SECRET }');
    await gateway.query('{ SECRET');
    await gateway.query('{ viewer { pk } }');

    const text = await gateway.metrics();

    const moved = Object.entries(valuesOf(text, 'authentik_gateway_requests_total')).filter(([, count]) => count > 0);
    expect(Object.fromEntries(moved)).toEqual({
      'kind="query",code="OK"': 2,
      'kind="query",code="NOT_FOUND"': 1,
      'kind="query",code="GRAPHQL_VALIDATION_FAILED"': 1,
      'kind="none",code="GRAPHQL_PARSE_FAILED"': 1,
      'kind="none",code="RATE_LIMITED"': 1,
    });
    expect(valuesOf(text, 'authentik_gateway_request_duration_seconds_count')).toEqual({
      'kind="query"': 4,
      'kind="none"': 2,
    });
    expect(valuesOf(text, 'authentik_gateway_rate_limited_total')).toEqual({ '': 1 });
    expect(valuesOf(text, 'authentik_gateway_plan_cache_lookups_total')).toEqual({
      'result="miss"': 2,
      'result="hit"': 1,
    });
    expect(text).not.toContain('SECRET');
  });

  it('tell of failures before there are any, or to Prometheus the first would be no increase', async () => {
    const gateway = await startSandboxGateway(undefined, METERED);

    const counts = valuesOf(await gateway.metrics(), 'authentik_gateway_requests_total');

    const alerts = readText('deploy/prometheus/alerts.yaml');
    const codes = [...alerts.matchAll(/code=~?"([A-Z_|]+)"/g)].flatMap(([, all = '']) => all.split('|'));
    expect(codes).toContain('INTERNAL_SERVER_ERROR');
    expect(counts).toEqual(
      Object.fromEntries(
        ['query', 'mutation', 'none'].flatMap((kind) => codes.map((code) => [`kind="${kind}",code="${code}"`, 0])),
      ),
    );
  });

  it('count what is asked of authentik by endpoint, and what is saved', async () => {
    const gateway = await startSandboxGateway(undefined, METERED);
    await gateway.query(
      '{ a: token(identifier: "plain-api") { ... on Token { user { username } } } b: token(identifier: "plain-api") { ... on Token { id } } users { nodes { pk } } }',
    );
    await gateway.query('{ token(identifier: "SECRET") { ... on Token { id } } }');

    const text = await gateway.metrics();

    const { requests } = gateway.sandbox;
    const token = 'method="GET",endpoint="/core/tokens/{identifier}/"';
    const users = 'method="GET",endpoint="/core/users/"';
    expect(valuesOf(text, 'authentik_gateway_upstream_requests_total')).toEqual({
      [`${token},status="2xx"`]: 1,
      [`${users},status="2xx"`]: 1,
      [`${token},status="4xx"`]: 1,
    });
    expect(requests).toHaveLength(3);
    expect(valuesOf(text, 'authentik_gateway_upstream_rows_total')).toEqual({
      [token]: 1,
      [users]: requests.find(({ path }) => path.includes('/core/users/'))?.rows,
    });
    expect(valuesOf(text, 'authentik_gateway_upstream_request_duration_seconds_count')).toEqual({
      [token]: 2,
      [users]: 1,
    });
    expect(valuesOf(text, 'authentik_gateway_saved_requests_total')).toEqual({
      'how="shared"': 1,
      'how="embedded"': 0,
    });
    expect(text).not.toContain('SECRET');
  });

  it('count what came embedded, as the receipt does', async () => {
    const gateway = await startSandboxGateway(undefined, { ...METERED, upstreamReport: true });

    const { extensions, errors } = await gateway.query(
      '{ user(username: "akadmin") { ... on User { groups { members { user { username } } } } } }',
    );

    const saved = valuesOf(await gateway.metrics(), 'authentik_gateway_saved_requests_total');
    expect(errors).toBeUndefined();
    expect(saved['how="embedded"']).toBeGreaterThan(0);
    expect(extensions).toEqual({
      upstream: expect.objectContaining({ shared: saved['how="shared"'], embedded: saved['how="embedded"'] }),
    });
  });

  it('tell what is shed, repeated and broken', async () => {
    const authentik = aScriptedAuthentik((_target, response) => answerJson(response, {}, 502));
    const gateway = await startGateway(authentik.handle, {
      ...METERED,
      upstreamConnections: 1,
      upstreamQueue: 0,
      upstreamRetries: 1,
      breakerFailures: 4,
      breakerOpenMs: 600_000,
    });

    await gateway.query('{ viewer { pk } users { totalCount } }');
    await gateway.query('{ viewer { pk } }');
    const before = await gateway.metrics();
    await gateway.query('{ viewer { pk } }');
    const after = await gateway.metrics();

    expect(valuesOf(before, 'authentik_gateway_gate_shed_total')).toEqual({ 'reason="full"': 1, 'reason="late"': 0 });
    expect(valuesOf(before, 'authentik_gateway_upstream_retries_total')).toEqual({ '': 2 });
    expect(valuesOf(after, 'authentik_gateway_breaker_state')).toEqual({
      'state="closed"': 0,
      'state="open"': 1,
      'state="half-open"': 0,
    });
    expect(authentik.requests).toHaveLength(4);
    expect(valuesOf(after, 'authentik_gateway_upstream_requests_total')).toEqual({
      'method="GET",endpoint="/core/users/me/",status="5xx"': 4,
    });
  });

  it('tell an exchange that brought no answer by none', async () => {
    const authentik = aScriptedAuthentik((_target, response) => response.socket?.destroy());
    const gateway = await startGateway(authentik.handle, { ...METERED, upstreamRetries: 0 });

    await gateway.query('{ viewer { pk } }');

    expect(valuesOf(await gateway.metrics(), 'authentik_gateway_upstream_requests_total')).toEqual({
      'method="GET",endpoint="/core/users/me/",status="none"': 1,
    });
  });

  it('tell the load of the gate while requests are under way', async () => {
    let read = (): Promise<string> => Promise.resolve('');
    let text: Promise<string> | undefined;
    const authentik = aScriptedAuthentik((_target, response) => {
      text ??= read();
      void text.then(() => answerJson(response, {}, 404));
    });
    const gateway = await startGateway(authentik.handle, { ...METERED, upstreamConnections: 1 });
    read = gateway.metrics;

    await gateway.query('{ userPaths token(identifier: "a") { ... on Token { id } } }');

    expect(valuesOf((await text) ?? '', 'authentik_gateway_gate_running')).toEqual({ '': 1 });
    expect(valuesOf((await text) ?? '', 'authentik_gateway_gate_waiting')).toEqual({ '': 1 });
    expect(valuesOf(await gateway.metrics(), 'authentik_gateway_gate_running')).toEqual({ '': 0 });
  });

  it('tell the release once it is known, the version, and the process', async () => {
    const gateway = await startSandboxGateway(undefined, { ...METERED, authentikVersion: undefined });
    const before = valuesOf(await gateway.metrics(), 'authentik_gateway_authentik_info');
    await gateway.query('{ viewer { pk } }');
    let text = await gateway.metrics();
    const looked = valuesOf(text, 'authentik_gateway_authentik_info');
    while (!text.includes('release="2025.10"')) {
      text = await gateway.metrics();
    }

    expect([before, looked]).toEqual([{}, { 'release="older than 2025.12"': 1 }]);
    expect(valuesOf(text, 'authentik_gateway_authentik_info')).toEqual({ 'release="2025.10"': 1 });
    expect(valuesOf(text, 'authentik_gateway_build_info')).toEqual({ 'version="0.1.0"': 1 });
    expect(parseMetrics(text).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['process_resident_memory_bytes', 'nodejs_eventloop_lag_seconds']),
    );
  });
});

describe('/metrics', () => {
  const statusOf = async (url: string) => (await fetch(url)).status;

  it.each([
    ['nowhere by default', {}, 404, 404],
    ['on a listener of its own', { port: 4000, metricsPort: 9464 }, 404, 200],
    ['beside /graphql where both ports are the same', { port: 4000, metricsPort: 4000 }, 200, 200],
  ])('is served %s', async (_case, settings, onPublic, onOwn) => {
    const gateway = await startSandboxGateway(undefined, settings);
    const own = await serve(gateway.handleMetrics);

    expect([await statusOf(`${gateway.url}/metrics`), await statusOf(`${own}/metrics`)]).toEqual([onPublic, onOwn]);
    expect(await statusOf(`${own}/graphql`)).toBe(404);
  });
});
