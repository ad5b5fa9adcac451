import { startGateway, startSandboxGateway, type TestGateway } from '../../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../../support/scripted-authentik.ts';

/** A metered gateway with a rate limit in front of a sandbox; a Redis is set, and nobody answers there. */
export function startMeteredGateway(rateLimitPerMinute: number): Promise<TestGateway> {
  return startSandboxGateway(undefined, {
    ...{ metricsPort: 9464, rateLimitPerMinute, responseCacheMs: 1000 },
    redisUrl: 'redis://127.0.0.1:1/0',
  });
}

const TOKEN = 'token(identifier: "plain-api") { ... on Token { user { username } } }';

/** Five requests: one that saves another, that again, for nothing that there is, and twice for who asks. */
export async function exercise({ query }: TestGateway): Promise<void> {
  await query(`{ a: ${TOKEN} b: ${TOKEN} }`);
  await query(`{ a: ${TOKEN} b: ${TOKEN} }`);
  await query('{ token(identifier: "nope") { ... on Token { id } } }');
  await query('{ viewer { pk } }');
  await query('{ viewer { pk } }');
}

/** `/metrics` of a gateway of which every metric has been moved. */
export async function exerciseGateway(): Promise<string> {
  const gateway = await startMeteredGateway(4);
  await exercise(gateway);
  return gateway.metrics();
}

/** `/metrics` of a gateway in front of nothing, after one request. */
export async function exerciseFailingGateway(): Promise<string> {
  const gateway = await startGateway((_request, response) => response.socket?.destroy(), { metricsPort: 9464 });
  await gateway.query('{ viewer { pk } }');
  return gateway.metrics();
}

/** A metered gateway in front of an authentik that always answers 502, and takes one request at a time. */
export function startFailingGateway(): Promise<TestGateway> {
  return startGateway(aScriptedAuthentik((_target, response) => answerJson(response, {}, 502)).handle, {
    metricsPort: 9464,
    upstreamConnections: 1,
    upstreamQueue: 0,
    upstreamRetries: 1,
    breakerFailures: 4,
    breakerOpenMs: 600_000,
  });
}

/** Requests until a gateway of {@link startFailingGateway} has failed, shed, repeated, and opened its breaker. */
export async function exhaust({ query }: TestGateway): Promise<void> {
  await query('{ viewer { pk } users { totalCount } }');
  await query('{ viewer { pk } }');
  await query('{ viewer { pk } }');
}
