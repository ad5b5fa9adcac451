import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedRedis } from '../redis.ts';

/** How often one credential may ask. */
export interface RateLimit {
  /** GraphQL requests that one credential may send within a minute. */
  readonly perMinute: number;
}

/** Counts requests by credential. */
export interface RateLimiter {
  /** Counts one request of a credential, by its digest. Answers the seconds to wait, or `undefined` when it may go on. */
  readonly take: (digest: string) => Promise<number | undefined>;
  /** Whether replicas count together at this moment; `undefined` where there is no Redis to do it in. */
  readonly isSharing: (() => boolean) | undefined;
}

const WINDOW_SECONDS = 60;

/**
 * Creates a rate limiter: replicas with one Redis count together, without one each process counts for itself. So it does
 * while Redis is away: callers are not refused for it.
 */
export function createRateLimiter({ perMinute }: RateLimit, redis?: SharedRedis): RateLimiter {
  const rule = { points: perMinute, duration: WINDOW_SECONDS };
  const memory = new RateLimiterMemory(rule);
  const limiter = redis
    ? new RateLimiterRedis({
        ...rule,
        storeClient: redis.client,
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
    isSharing: redis?.isReady,
  };
}
