import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { createRateLimiter, type RateLimit, type RateLimiter } from '../src/rate-limiter.ts';

const limiters: RateLimiter[] = [];

afterEach(async () => {
  await Promise.all(limiters.splice(0).map((limiter) => limiter.close()));
});

function aLimiter(limit: RateLimit): RateLimiter {
  const limiter = createRateLimiter(limit, createLog('silent'));
  limiters.push(limiter);
  return limiter;
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

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

describe.runIf(hasRedis)('a rate limit that replicas share by a real Redis', () => {
  let redis: ChildProcess;
  let redisUrl: string;

  beforeAll(async () => {
    const port = await freePort();
    redisUrl = `redis://127.0.0.1:${port}/0`;
    redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
    for await (const chunk of redis.stdout ?? []) {
      if (String(chunk).includes('Ready to accept connections')) {
        break;
      }
    }
    redis.stdout?.resume();
  });
  afterAll(() => {
    redis.kill('SIGKILL');
  });

  it('holds over all of them together', async () => {
    const [one, other] = [aLimiter({ perMinute: 10, redisUrl }), aLimiter({ perMinute: 10, redisUrl })];
    await whenShared(one, other);

    const passed = await Promise.all([takeTimes(one, 'shared', 8), takeTimes(other, 'shared', 8)]);

    expect(passed[0] + passed[1]).toBe(10);
  });

  it('goes on by itself while Redis is away, and nobody is refused for it', async () => {
    const limiter = aLimiter({ perMinute: 3, redisUrl });
    await whenShared(aLimiter({ perMinute: 3, redisUrl }), limiter);

    redis.kill('SIGKILL');
    await once(redis, 'exit');

    expect(await takeTimes(limiter, 'alone', 5)).toBe(3);
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
