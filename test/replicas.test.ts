import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findPort } from '../scripts/image/find-port.ts';
import { createSandbox } from '../src/sandbox/index.ts';
import { runCli } from './support/cli.ts';
import { askedOf, recordedData, serve } from './support/gateway.ts';
import { valuesOf } from './support/metrics.ts';
import { hasRedis, type StartedRedis, startRedis } from './support/redis.ts';
import { createBalancer } from './support/round-robin.ts';

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
    const answer = (await response.json()) as { readonly data: PageData; readonly errors?: readonly object[] };
    // Errors stand in the order in which they happened.
    const errors = answer.errors?.map((error) => JSON.stringify(error)).sort();
    answers.push({ status: response.status, answer: { ...answer, errors } });
    return answer;
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

/** A gateway as a process of its own, which shares not even what a module keeps; its metrics are at `/metrics`. */
async function startReplica(port: string, environment: Record<string, string>): Promise<string> {
  await runCli([], { PORT: port, METRICS_PORT: port, LOG_LEVEL: 'silent', ...environment }).until('Health');
  return `http://127.0.0.1:${port}`;
}

/** Replicas in front of one sandbox, behind a balancer that asks them in their order. */
async function startReplicas(count: number, environment: Record<string, string>) {
  const sandbox = createSandbox({ dataset: recordedData() });
  const settings = { AUTHENTIK_URL: await serve(sandbox.handle), ...environment };
  const ports = new Set<string>();
  while (ports.size < count) {
    ports.add(await findPort());
  }
  const replicas = await Promise.all([...ports].map((port) => startReplica(port, settings)));
  const balancer = createBalancer(replicas);
  return { sandbox, replicas, balancer, url: await serve(balancer.handle) };
}

describe('two replicas behind a balancer', () => {
  it.each([
    ['with the release settled', SETTLED],
    ['with each of them finding out the release by itself', {}],
  ] as const)('answer as one process does, whichever of them is asked, %s', async (_case, settings) => {
    const alone = await startReplicas(1, settings);
    const both = await startReplicas(2, settings);
    const turned = await startReplicas(2, settings);
    // One turn, so that the other replica begins.
    await fetch(`${turned.url}/health/live`);

    const answers = [await askAll(alone.url), await askAll(both.url), await askAll(turned.url)];

    expect(answers[0]?.length).toBeGreaterThan(12);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(both.balancer.served.every((count) => count >= 6)).toBe(true);
  });

  it('ask authentik no more than one process does: nothing that would need sharing outlives an operation', async () => {
    const alone = await startReplicas(1, SETTLED);
    const both = await startReplicas(2, SETTLED);

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

  const untilShared = async (url: string) => {
    const read = async () => (await fetch(`${url}/metrics`)).text();
    await vi.waitUntil(async () => valuesOf(await read(), 'authentik_gateway_rate_limit_shared')[''] === 1, 10_000);
  };

  it.each([
    ['together, where they share it', true, 10],
    ['each for itself, where they do not', false, 20],
  ])('let through %s', async (_case, isShared, expected) => {
    const { sandbox, replicas, balancer, url } = await startReplicas(2, {
      ...SETTLED,
      RATE_LIMIT_PER_MINUTE: '10',
      ...(isShared ? { REDIS_URL: redis.url } : {}),
    });
    await Promise.all(isShared ? replicas.map(untilShared) : []);

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
