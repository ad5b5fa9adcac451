import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../src/sandbox/index.ts';
import { createBalancer } from './support/balancer.ts';
import { runCli } from './support/cli.ts';
import { askedOf, recordedData, serve, startGateway, type TestGateway } from './support/gateway.ts';
import { valuesOf } from './support/metrics.ts';
import { hasRedis, type StartedRedis, startRedis } from './support/redis.ts';

const PAGE = `query Page($after: String) {
  users(first: 3, after: $after) { totalCount nodes { username groups { name } } pageInfo { hasNextPage endCursor } }
}`;
const TEAM =
  'query ($wanted: Boolean!) { groups(first: 5) { nodes { name members @include(if: $wanted) { username } } } }';

interface PageData {
  readonly users: { readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null } };
}

const SETTLED = { AUTHENTIK_VERSION: '2025.10.0-rc1' };

/** Asks for one thing after another, each page by the cursor that the page before it told. */
async function askAll(endpoint: string): Promise<unknown[]> {
  const answers: unknown[] = [];
  const ask = async (query: string, variables: object = {}, key = 'key-admin') => {
    const response = await fetch(`${endpoint}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'x-request-id': 'same' },
      body: JSON.stringify({ query, variables }),
    });
    const answer: unknown = await response.json();
    answers.push({ status: response.status, answer });
    return answer as { readonly data: PageData };
  };
  let after: string | null = null;
  do {
    const { data }: { readonly data: PageData } = await ask(PAGE, { after });
    after = data.users.pageInfo.hasNextPage ? data.users.pageInfo.endCursor : null;
  } while (after !== null);
  for (const wanted of [true, true, false, true]) {
    await ask(TEAM, { wanted });
  }
  for (const key of ['key-admin', 'key-plain', 'key-viewer', 'nonsense']) {
    await ask('{ viewer { username } tokens { totalCount } users { totalCount } }', {}, key);
  }
  await ask('{ token(identifier: "nope") { ... on Token { id } } }');
  await ask(PAGE, { after: 'nonsense' });
  return answers;
}

describe('two replicas behind a balancer', () => {
  // Processes of their own, which share not even what a module keeps.
  const startReplica = async (authentikUrl: string, environment: Record<string, string>) => {
    const run = runCli([], { AUTHENTIK_URL: authentikUrl, PORT: '0', LOG_LEVEL: 'silent', ...environment });
    const banner = await run.until('Health');
    return /GraphQL +(\S+)\/graphql/.exec(banner)?.[1] ?? '';
  };
  const start = async (
    environment: Record<string, string>,
    balance: (replicas: readonly string[]) => readonly string[],
  ) => {
    const sandbox = createSandbox({ dataset: recordedData() });
    const authentikUrl = await serve(sandbox.handle);
    const replicas = await Promise.all([1, 2].map(() => startReplica(authentikUrl, environment)));
    const balancer = createBalancer(balance(replicas));
    return { sandbox, balancer, url: await serve(balancer.handle) };
  };

  it.each([
    ['with the release settled', SETTLED],
    ['with each of them finding out the release by itself', {}],
  ] as const)('answer as one process does, whichever of them is asked, %s', async (_case, settings) => {
    const alone = await start(settings, ([one = '']) => [one]);
    const both = await start(settings, (urls) => urls);
    const turned = await start(settings, (urls) => urls.toReversed());

    const answers = [await askAll(alone.url), await askAll(both.url), await askAll(turned.url)];

    expect(answers[0]?.length).toBeGreaterThan(12);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(both.balancer.served.every((count) => count >= 6)).toBe(true);
  });

  it('ask authentik no more than one process does: nothing that would need sharing outlives an operation', async () => {
    const alone = await start(SETTLED, ([one = '']) => [one]);
    const both = await start(SETTLED, (urls) => urls);

    await askAll(alone.url);
    await askAll(both.url);

    expect(askedOf(both.sandbox)).toEqual(askedOf(alone.sandbox));
    expect(askedOf(both.sandbox).length).toBeGreaterThan(12);
  });
});

describe.runIf(hasRedis)('two replicas that count rate limits in one Redis', () => {
  let redis: StartedRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  const untilShared = async ({ metrics }: TestGateway) => {
    while (valuesOf(await metrics(), 'authentik_gateway_rate_limit_shared')[''] !== 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it.each([
    ['together, where they share it', true, 10],
    ['each for itself, where they do not', false, 20],
  ])('let through %s', async (_case, isShared, expected) => {
    const sandbox = createSandbox({ dataset: recordedData() });
    const settings = {
      metricsPort: 9464,
      rateLimitPerMinute: 10,
      ...(isShared ? { redisUrl: redis.url } : {}),
    };
    const replicas = [await startGateway(sandbox.handle, settings), await startGateway(sandbox.handle, settings)];
    await Promise.all(isShared ? replicas.map(untilShared) : []);
    const balancer = createBalancer(replicas.map(({ url }) => url));
    const url = await serve(balancer.handle);

    const statuses = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const headers = { 'content-type': 'application/json', authorization: 'Bearer key-admin' };
        const body = JSON.stringify({ query: '{ viewer { username } }' });
        return (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).status;
      }),
    );

    expect(balancer.served).toEqual([15, 15]);
    expect(statuses.filter((status) => status === 200)).toHaveLength(expected);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30 - expected);
    expect(sandbox.requests).toHaveLength(expected);
  });
});
