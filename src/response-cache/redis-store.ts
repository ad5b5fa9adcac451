import { createHash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { SharedRedis } from '../redis.ts';
import type { Found, Store } from './store.ts';

const PREFIX = 'authentik-graphql-gateway:response';

/**
 * Creates a store that all replicas in front of one authentik share. Generations are random and not counted: should Redis
 * lose the present one, by a flush or by eviction, no later one can be equal to it, so nothing comes back that was out
 * of date. It has no expiry, so that it outlives the entries.
 */
export function createRedisStore(redis: SharedRedis, authentikUrl: string): Store {
  const generationKey = `${PREFIX}:generation:${createHash('sha256').update(authentikUrl).digest('hex')}`;
  const debt = createDebt();

  async function renew(): Promise<void> {
    const settle = debt.begin();
    settle((await redis.attempt((client) => client.set(generationKey, randomUUID()))) !== undefined);
  }

  return {
    read: async (key) => {
      // What this process could not tell the others before: until it has, it does not trust what is there either.
      if (debt.isOwed()) {
        await renew();
      }
      return debt.isOwed() ? undefined : redis.attempt((client) => read(client, generationKey, toRedisKey(key)));
    },
    write: async (key, value, ttlMs) =>
      (await redis.attempt((client) => client.set(toRedisKey(key), value, 'PX', Math.ceil(ttlMs)))) !== undefined,
    renew,
    isSharing: redis.isReady,
  };
}

function toRedisKey(key: string): string {
  return `${PREFIX}:entry:${key}`;
}

async function read(client: Redis, generationKey: string, key: string): Promise<Found> {
  const [generation, value] = await client.mgetBuffer(generationKey, key);
  return generation
    ? { generation: generation.toString(), value: value ?? undefined }
    : { generation: await beginGeneration(client, generationKey), value: undefined };
}

// Several replicas may find none at the same time; the first one's counts.
async function beginGeneration(client: Redis, generationKey: string): Promise<string> {
  const own = randomUUID();
  await client.set(generationKey, own, 'NX');
  return (await client.get(generationKey)) ?? own;
}

/** Remembers whether there is a renewal that failed and none begun later that did not. */
function createDebt() {
  let begun = 0;
  let lastDone = 0;
  let lastFailed = 0;
  return {
    begin: () => {
      begun += 1;
      const turn = begun;
      return (isDone: boolean) => {
        if (isDone) {
          lastDone = Math.max(lastDone, turn);
        } else {
          lastFailed = Math.max(lastFailed, turn);
        }
      };
    },
    isOwed: () => lastFailed > lastDone,
  };
}
