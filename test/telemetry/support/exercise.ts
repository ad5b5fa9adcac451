import { startGateway, startSandboxGateway } from '../../support/gateway.ts';

/** `/metrics` of a gateway of which every metric has been moved; a Redis is set, and nobody answers there. */
export async function exerciseGateway(): Promise<string> {
  const gateway = await startSandboxGateway(undefined, {
    metricsPort: 9464,
    rateLimitPerMinute: 3,
    responseCacheMs: 1000,
    redisUrl: 'redis://127.0.0.1:1/0',
  });
  await gateway.query('{ token(identifier: "plain-api") { ... on Token { user { username } } } }');
  await gateway.query('{ token(identifier: "plain-api") { ... on Token { user { username } } } }');
  await gateway.query('{ token(identifier: "nope") { ... on Token { id } } }');
  await gateway.query('{ viewer { pk } }');
  return gateway.metrics();
}

/** `/metrics` of a gateway in front of nothing, after one request. */
export async function exerciseFailingGateway(): Promise<string> {
  const gateway = await startGateway((_request, response) => response.socket?.destroy(), { metricsPort: 9464 });
  await gateway.query('{ viewer { pk } }');
  return gateway.metrics();
}
