import type { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { connectRedis, type SharedRedis } from '../../src/redis.ts';
import { createRedisStore } from '../../src/response-cache/redis-store.ts';
import { aLog } from '../support/log.ts';

/** A Redis of which each attempt ends when the test says so: with what it does, or not done. */
function aRedis() {
  const attempts: ((isDone: boolean) => void)[] = [];
  const client = { set: async () => 'OK', mgetBuffer: async () => [Buffer.from('g'), null] } as unknown as Redis;
  const redis: SharedRedis = {
    client,
    isReady: () => true,
    attempt: (work) =>
      new Promise((resolve) => {
        attempts.push((isDone) => (isDone ? void work(client).then(resolve) : resolve(undefined)));
      }),
    close: () => undefined,
  };
  return { redis, attempts };
}

describe('a store that could not be told of a mutation', () => {
  it.each([
    ['the later one failed', [true, false], true],
    ['the earlier one failed', [false, true], false],
    ['both failed', [false, false], true],
    ['none failed', [true, true], false],
  ])('answers nothing until it is, of two at once where %s', async (_case, outcomes, isOwed) => {
    const { redis, attempts } = aRedis();
    const store = createRedisStore(redis, 'https://authentik.company/api/v3');
    const renewals = [store.renew(), store.renew()];
    // The answers may come in any order.
    attempts[1]?.(outcomes[1] ?? false);
    attempts[0]?.(outcomes[0] ?? false);
    await Promise.all(renewals);

    const found = store.read('k');
    // What is owed is told first.
    attempts[2]?.(!isOwed);
    const answer = await found;

    expect(answer === undefined).toBe(isOwed);
    const again = store.read('k');
    // What is owed first, then what was asked for.
    attempts[3]?.(true);
    await new Promise((resolve) => setImmediate(resolve));
    attempts[4]?.(true);
    expect(await again).toEqual({ generation: 'g', value: undefined });
  });
});

describe('a store without a generation', () => {
  it('takes the one that another replica has just begun, and leaves it', async () => {
    const sent: unknown[][] = [];
    const client = {
      mgetBuffer: async () => [null, Buffer.from('from before')],
      set: async (...args: unknown[]) => void sent.push(args.slice(2)),
      get: async () => 'theirs',
    } as unknown as Redis;
    const redis: SharedRedis = { client, isReady: () => true, attempt: (work) => work(client), close: () => undefined };

    const found = await createRedisStore(redis, 'https://authentik.company/api/v3').read('k');

    expect(found).toEqual({ generation: 'theirs', value: undefined });
    expect(sent).toEqual([['NX']]);
  });
});

describe('a Redis that is away', () => {
  const connections: SharedRedis[] = [];
  afterEach(() => {
    for (const connection of connections.splice(0)) {
      connection.close();
    }
  });
  const connect = () => {
    const { log, lines } = aLog();
    const redis = connectRedis({ url: 'redis://127.0.0.1:1/0', losses: ['one thing', 'another'] }, log);
    connections.push(redis);
    return { redis, told: () => lines.map(({ level, message }) => [level, message]) };
  };

  it('is told once with all that is lost, until it is back', () => {
    const { redis, told } = connect();
    const { client } = redis;

    for (const event of ['error', 'error', 'ready', 'ready', 'error']) {
      client.emit(event, new Error('connection refused'));
    }

    expect(told()).toEqual([
      ['warn', 'Redis is away; one thing; another'],
      ['info', 'Redis is back'],
      ['warn', 'Redis is away; one thing; another'],
    ]);
  });

  it('is asked nothing', async () => {
    const { redis } = connect();
    let asked = 0;

    const answer = await redis.attempt(async () => {
      asked += 1;
    });

    expect([answer, asked, redis.isReady()]).toEqual([undefined, 0, false]);
  });

  it('is told once too where it is there and does not answer', async () => {
    const { redis, told } = connect();
    redis.client.disconnect();
    redis.client.status = 'ready';

    const late = () => redis.attempt(() => Promise.reject(new Error('Command timed out')));
    const answers = [await late(), await late(), await redis.attempt(async () => 'OK'), await late()];

    expect(answers).toEqual([undefined, undefined, 'OK', undefined]);
    expect(told()).toEqual([
      ['warn', 'Redis is away; one thing; another'],
      ['info', 'Redis is back'],
      ['warn', 'Redis is away; one thing; another'],
    ]);
  });
});
