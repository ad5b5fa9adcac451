import { getNamedType, isInterfaceType, isObjectType, parse } from 'graphql';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { createDocumentCache } from '../src/graphql/document-cache.ts';
import { createPlanCache } from '../src/graphql/plan-cache.ts';
import type { Log } from '../src/log.ts';
import { schema } from '../src/schema.ts';
import { recordedData } from './support/gateway.ts';
import { valuesOf } from './support/metrics.ts';
import { mutate } from './support/mutate.ts';
import { hasRedis, startRedis } from './support/redis.ts';
import { startWatchedGateway, type WatchedGateway } from './support/watched-sandbox.ts';

// Every mutation, with whatever is secret in it marked.
const RUNS: readonly [string, object, string?][] = [
  ['createToken', { identifier: 'new-token' }, 'key token { id }'],
  ['updateToken', { identifier: 'plain-app', description: 'x' }],
  ['viewTokenKey', { identifier: 'plain-app' }, 'key'],
  ['setTokenKey', { identifier: 'plain-app', key: 'SECRET-chosen-key' }],
  ['deleteToken', { identifier: 'plain-app' }],
  ['createUser', { username: 'u', name: 'u' }],
  ['updateUser', { id: '4', name: 'x' }],
  ['setUserPassword', { id: '4', password: 'SECRET-password' }],
  ['deleteUser', { id: '7' }],
  ['createServiceAccount', { name: 'sa' }, 'key'],
  ['createRecoveryLink', { userId: '4' }, 'link'],
  ['sendRecoveryEmail', { userId: '4', emailStageId: 'c0ffee00-0000-4000-8000-000000000001' }],
  ['createGroup', { name: 'g' }],
  ['updateGroup', { id: '4ded7772-f47b-4a39-800e-14d2a6b1b6f9', name: 'g2' }],
  ['addUsersToGroup', { groupId: '4ded7772-f47b-4a39-800e-14d2a6b1b6f9', userIds: ['6'] }],
  ['removeUsersFromGroup', { groupId: '4ded7772-f47b-4a39-800e-14d2a6b1b6f9', userIds: ['6'] }],
  ['deleteGroup', { id: '4ded7772-f47b-4a39-800e-14d2a6b1b6f9' }],
];

/** A log that keeps what it is told, as text. */
function aLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (...told: unknown[]) => {
    lines.push(JSON.stringify(told));
  };
  return { lines, log: { debug: write, info: write, warn: write, error: write } as unknown as Log };
}

describe('a key, password or link', () => {
  it('can be reached by no query, and stands in four payloads only', () => {
    const reachable = new Set<string>();
    const walk = (name: string): void => {
      const type = schema.getType(name);
      if (reachable.has(name) || !type) {
        return;
      }
      reachable.add(name);
      const below =
        isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()).map((field) => field.type) : [];
      for (const next of below) {
        walk(getNamedType(next).name);
      }
      if ('getTypes' in type) {
        for (const { name: member } of type.getTypes()) {
          walk(member);
        }
      }
    };
    walk('Query');

    const secret = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
      .filter((at) => /\.(key|link|password|secret)$/i.test(at));
    expect(secret.sort()).toEqual([
      'AuthentikCreateRecoveryLinkPayload.link',
      'AuthentikCreateServiceAccountPayload.key',
      'AuthentikCreateTokenPayload.key',
      'AuthentikViewTokenKeyPayload.key',
    ]);
    expect(reachable.size).toBeGreaterThan(20);
    expect(secret.filter((at) => reachable.has(at.split('.')[0] ?? ''))).toEqual([]);
    expect([...reachable].filter((name) => name.endsWith('Payload'))).toEqual([]);
  });

  it('is in the runs below for every mutation there is', () => {
    expect(RUNS.map(([name]) => name).sort()).toEqual(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort());
  });

  it.each([
    'as it should',
    'with a crash',
    'without an answer',
    'with an answer of another shape',
    'with a 400 that quotes it',
    'with a 403',
  ])(
    'is in no log line and no error when authentik answers %s',
    async (how) => {
      const { log, lines } = aLog();
      const errors: string[] = [];
      for (const [name, input, select] of RUNS) {
        const gateway = await startWatchedGateway({
          log,
          dataset: {
            ...recordedData(),
            recoveryFlow: 'SECRET-flow',
            emailStages: [{ pk: 'c0ffee00-0000-4000-8000-000000000001', name: 'mail' }],
          },
          hook: ({ method, target, body }, { pass, response }) => {
            const isAsked = method !== 'GET' || target.includes('view_key');
            if (how === 'as it should' || !isAsked) {
              return pass();
            }
            const answers: Record<string, () => unknown> = {
              'with a crash': () => response.writeHead(500, { 'content-type': 'text/html' }).end('SECRET'),
              'without an answer': () => response.destroy(),
              'with an answer of another shape': () =>
                answer(200, { key: { value: 'SECRET-key' }, link: ['SECRET'], token: 7 }),
              'with a 400 that quotes it': () =>
                answer(400, { ...marked(body), non_field_errors: JSON.stringify(body ?? 'SECRET://') }),
              'with a 403': () => answer(403, { detail: 'SECRET' }),
            };
            const answer = (status: number, json: unknown) =>
              response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
            return answers[how]?.();
          },
        });
        errors.push(JSON.stringify(await run(gateway, name, input, select)));
      }

      expect(lines.join('\n')).not.toContain('SECRET');
      expect(errors.join('\n')).not.toContain('SECRET');
      expect(lines.join('\n')).not.toContain('key-app');
      if (how === 'without an answer') {
        expect(lines.length).toBeGreaterThanOrEqual(RUNS.length);
      }
    },
    60_000,
  );

  it.runIf(hasRedis)(
    'is in no answer that is kept: every mutation keeps nothing, and makes out of date what is',
    async () => {
      const redis = await startRedis();
      const client = new Redis(redis.url);
      const { log, lines } = aLog();
      const query = '{ tokens(first: 100) { nodes { identifier user { username } } } }';
      const told: unknown[] = [];
      try {
        for (const [name, input, select] of RUNS) {
          const gateway = await startWatchedGateway({
            log,
            redisTimeoutMs: 60_000,
            settings: { responseCacheMs: 300_000, redisUrl: redis.url, metricsPort: 9464 },
            dataset: {
              ...recordedData(),
              recoveryFlow: 'SECRET-flow',
              emailStages: [{ pk: 'c0ffee00-0000-4000-8000-000000000001', name: 'mail' }],
            },
          });
          while (valuesOf(await gateway.metrics(), 'authentik_gateway_response_cache_shared')[''] !== 1) {
            await new Promise((resolve) => setImmediate(resolve));
          }
          const ask = async () => (await gateway.query(query)).headers.get('cache-status')?.split('; ')[1];
          const before = [await ask(), await ask()];
          const codes = await run(gateway, name, input, select);
          const kept = await client.keys('*:entry:*');
          told.push([name, codes, ...before, kept.length, await ask()]);
          await client.flushall();
        }
      } finally {
        client.disconnect();
        await redis.stop();
      }

      expect(told).toEqual(
        RUNS.map(([name]) => [name, undefined, 'fwd=miss', 'hit', 1, name === 'viewTokenKey' ? 'hit' : 'fwd=stale']),
      );
      expect(lines.join('\n')).not.toMatch(/SECRET|key-app/);
    },
    60_000,
  );

  it('is not quoted back where a variable does not fit', async () => {
    const gateway = await startWatchedGateway();

    for (const input of [
      { id: '4', pasword: 'SECRET' },
      { id: '4', password: ['SECRET', 'SECRET'] },
      { password: 'SECRET' },
      'SECRET',
      ['SECRET'],
    ]) {
      const { errors, data } = await gateway.query(
        'mutation ($input: AuthentikSetUserPasswordInput!) { setUserPassword(input: $input) { __typename } }',
        { variables: { input } as object },
      );

      expect(JSON.stringify(errors)).not.toContain('SECRET');
      expect([errors?.[0]?.extensions.code, data]).toEqual(['BAD_USER_INPUT', undefined]);
      expect(errors?.[0]?.message).toMatch(/^Variable "\$input[.\w]*": (Field "\w+" |The value is not)/);
    }
    expect(gateway.sent).toEqual([]);
  });

  it('that stands in the document keeps the document out of the cache', () => {
    const cache = createDocumentCache(10);
    const kept = (source: string): boolean => {
      cache.set(source, parse(source));
      return cache.get(source) !== undefined;
    };

    expect(kept('mutation { setUserPassword(input: { id: 4, password: "SECRET" }) { __typename } }')).toBe(false);
    expect(kept('mutation { setTokenKey(input: { identifier: $a, key: """SECRET""" }) { __typename } }')).toBe(false);
    expect(kept('query A { viewer { pk } } mutation B($p: String = "SECRET") { __typename }')).toBe(false);
    expect(
      kept('mutation ($input: AuthentikSetUserPasswordInput!) { setUserPassword(input: $input) { __typename } }'),
    ).toBe(true);
    expect(kept('{ token(identifier: "plain-api") { __typename } }')).toBe(true);
  });

  it('is not in a plan', () => {
    const document = parse(
      'mutation ($p: String = "SECRET-default") { setUserPassword(input: { id: 4, password: "SECRET" }) { __typename } }',
    );
    const [operation] = document.definitions;
    if (operation?.kind !== 'OperationDefinition') {
      throw new TypeError('expected an operation');
    }

    const plan = createPlanCache()({ schema, operation, fragments: {}, variables: { p: 'SECRET', is: true } });

    expect(plan.leastRequests).toBe(1);
    expect(JSON.stringify(plan)).not.toContain('SECRET');
  });
});

async function run(gateway: WatchedGateway, name: string, input: object, select = '__typename'): Promise<unknown> {
  const { data, codes } = await mutate(gateway, name, { input, select });
  // A payload may hold the secret: that is what it is for.
  const isPayload = data !== null && data !== undefined && !('code' in data);
  return isPayload ? codes : { data, codes };
}

function marked(body: unknown): object {
  return Object.fromEntries(Object.entries(body ?? {}).map(([field, value]) => [field, [`"${value}" will not do.`]]));
}
