import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Log } from '../log.ts';

/** How often one credential may ask. */
export interface RateLimit {
  /** GraphQL requests that one credential may send within a minute. */
  readonly perMinute: number;
  /** Where replicas keep count together, e.g. `redis://redis:6379/0`; without one each process counts for itself. */
  readonly redisUrl?: string | undefined;
}

/** Counts requests by credential. */
export interface RateLimiter {
  /** Counts one request of a credential, by its digest. Answers the seconds to wait, or `undefined` when it may go on. */
  readonly take: (digest: string) => Promise<number | undefined>;
  /** Whether replicas count together at this moment; `undefined` where there is no Redis to do it in. */
  readonly isSharing: (() => boolean) | undefined;
  readonly close: () => Promise<void>;
}

const WINDOW_SECONDS = 60;
const REDIS_TIMEOUT_MS = 200;

/**
 * Creates a rate limiter. While Redis is away each process counts for itself: callers are not refused for it, and it
 * is told to the log once, until it is back.
 */
export function createRateLimiter({ perMinute, redisUrl }: RateLimit, log: Log): RateLimiter {
  const rule = { points: perMinute, duration: WINDOW_SECONDS };
  const memory = new RateLimiterMemory(rule);
  const redis = redisUrl === undefined ? undefined : connect(redisUrl, log);
  const limiter = redis
    ? new RateLimiterRedis({
        ...rule,
        storeClient: redis,
        keyPrefix: 'authentik-graphql-gateway:rate',
        insuranceLimiter: memory,
        rejectIfRedisNotReady: true,
      })
    : memory;
  return {
    take: async (digest) => {
      try {
        await limiter.consume(digest);
        return undefined;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) {
          return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        }
        throw refusal;
      }
    },
    isSharing: redis && (() => redis.status === 'ready'),
    close: async () => {
      redis?.disconnect();
    },
  };
}

function connect(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    commandTimeout: REDIS_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  let isAway = false;
  // Without a listener a lost connection would end the process.
  redis.on('error', (cause: Error) => {
    if (!isAway) {
      isAway = true;
      log.warn({ cause: cause.message }, 'Redis is away; each process counts requests for itself');
    }
  });
  redis.on('ready', () => {
    if (isAway) {
      log.info('Redis is back');
    }
    isAway = false;
  });
  return redis;
}
