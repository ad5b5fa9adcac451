import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../src/config.ts';
import { createRateLimiter, type RateLimiter } from '../src/http/rate-limiter.ts';
import { createLog } from '../src/log.ts';
import { connectRedis, type SharedRedis } from '../src/redis.ts';
import { hasRedis, type StartedRedis, startRedis } from './support/redis.ts';

const connections: SharedRedis[] = [];

afterEach(() => {
  for (const connection of connections.splice(0)) {
    connection.close();
  }
});

function aLimiter({ perMinute, redisUrl }: { perMinute: number; redisUrl?: string }): RateLimiter {
  const redis = redisUrl === undefined ? undefined : connectRedis({ url: redisUrl, losses: [] }, createLog('silent'));
  connections.push(...(redis ? [redis] : []));
  return createRateLimiter({ perMinute }, redis);
}

async function takeTimes(limiter: RateLimiter, digest: string, times: number): Promise<number> {
  const waits = await Promise.all(Array.from({ length: times }, () => limiter.take(digest)));
  return waits.filter((seconds) => seconds === undefined).length;
}

describe('a rate limit', () => {
  it('lets a credential through so often, then tells when to come again', async () => {
    const limiter = aLimiter({ perMinute: 5 });

    expect(await takeTimes(limiter, 'a', 8)).toBe(5);
    const seconds = await limiter.take('a');

    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  it('counts each credential by itself', async () => {
    const limiter = aLimiter({ perMinute: 2 });

    expect([await takeTimes(limiter, 'a', 3), await takeTimes(limiter, 'b', 3)]).toEqual([2, 2]);
  });
});

describe.runIf(hasRedis)('a rate limit that replicas share by a real Redis', () => {
  let redis: StartedRedis;
  let redisUrl: string;

  beforeAll(async () => {
    redis = await startRedis();
    redisUrl = redis.url;
  });
  afterAll(() => redis.stop());

  it('holds over all of them together', async () => {
    const [one, other] = [aLimiter({ perMinute: 10, redisUrl }), aLimiter({ perMinute: 10, redisUrl })];
    await whenShared(one, other);

    const passed = await Promise.all([takeTimes(one, 'shared', 8), takeTimes(other, 'shared', 8)]);

    expect(passed[0] + passed[1]).toBe(10);
  });

  it('goes on by itself while Redis is away, and nobody is refused for it', async () => {
    const limiter = aLimiter({ perMinute: 3, redisUrl });
    await whenShared(aLimiter({ perMinute: 3, redisUrl }), limiter);

    expect(limiter.isSharing?.()).toBe(true);
    await redis.stop();

    expect(await takeTimes(limiter, 'alone', 5)).toBe(3);
    // The client notices in its own time.
    while (limiter.isSharing?.()) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});

// Connected when what one counts the other knows.
async function whenShared(one: RateLimiter, other: RateLimiter): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const key = `probe-${attempt}`;
    await takeTimes(one, key, 100);
    if ((await other.take(key)) !== undefined && attempt > 0) {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the URL of a Redis', () => {
  it.each(['redis://:p%zz@redis', 'http://redis', 'redis'])('%j is a mistake of the configuration', (redisUrl) => {
    expect(() => parseConfig({ redisUrl })).toThrow(ConfigError);
  });

  it.each(['redis://redis:6379/0', 'rediss://:p%25@redis'])('%j is none', (redisUrl) => {
    expect(parseConfig({ redisUrl }).redisUrl).toBe(redisUrl);
  });
});
