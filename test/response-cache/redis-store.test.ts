import type { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { connectRedis, type SharedRedis } from '../../src/redis.ts';
import { createRedisStore } from '../../src/response-cache/redis-store.ts';
import { aLog } from '../support/log.ts';

/** A Redis of which each attempt ends when the test says so, done or not; and what was attempted. */
function aRedis() {
  const attempts: ((isDone: boolean) => void)[] = [];
  const commands: string[] = [];
  const client = {
    set: async () => commands.push('renew'),
    mgetBuffer: async () => {
      commands.push('read');
      return [Buffer.from('g'), null];
    },
  } as unknown as Redis;
  const redis: SharedRedis = {
    client,
    isReady: () => true,
    attempt: (work) => {
      const answer = work(client);
      return new Promise((resolve) => {
        attempts.push((isDone) => (isDone ? void answer.then(resolve) : resolve(undefined)));
      });
    },
    close: () => undefined,
  };
  return { redis, attempts, commands };
}

describe('a store that could not be told of a mutation', () => {
  const start = async (outcomes: readonly boolean[]) => {
    const { redis, attempts, commands } = aRedis();
    const store = createRedisStore(redis, 'https://authentik.company/api/v3');
    const renewals = outcomes.map(() => store.renew());
    // The answers may come in any order.
    for (const [index, isDone] of [...outcomes.entries()].toReversed()) {
      attempts[index]?.(isDone);
    }
    await Promise.all(renewals);
    commands.length = 0;
    return { store, attempts, commands };
  };

  it.each([
    ['the later one failed', [true, false]],
    ['both failed', [false, false]],
  ])('is told of it before it answers anything, of two at once where %s', async (_case, outcomes) => {
    const { store, attempts, commands } = await start(outcomes);

    const inVain = store.read('k');
    attempts[2]?.(false);
    const again = store.read('k');
    attempts[3]?.(true);
    const answers = [await inVain];
    await new Promise((resolve) => setImmediate(resolve));
    attempts[4]?.(true);
    answers.push(await again);

    expect(answers).toEqual([undefined, { generation: 'g', value: undefined }]);
    expect(commands).toEqual(['renew', 'renew', 'read']);
  });

  it.each([
    ['the earlier one failed', [false, true]],
    ['none failed', [true, true]],
  ])('is asked at once, of two where %s', async (_case, outcomes) => {
    const { store, attempts, commands } = await start(outcomes);

    const found = store.read('k');
    attempts[2]?.(true);

    expect(await found).toEqual({ generation: 'g', value: undefined });
    expect(commands).toEqual(['read']);
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
    const { log, sentences } = aLog();
    const redis = connectRedis({ url: 'redis://127.0.0.1:1/0', losses: ['one thing', 'another'] }, log);
    connections.push(redis);
    return { redis, told: () => sentences.map(({ level, text }) => [level, text]) };
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
