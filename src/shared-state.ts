import type { Config } from './config.ts';
import { createRateLimiter, type RateLimiter } from './http/rate-limiter.ts';
import type { Log } from './log.ts';
import { connectRedis } from './redis.ts';

/** What outlives requests and belongs to credentials; in Redis where there is one, so that replicas share it. */
export interface SharedState {
  /** `undefined` where there is no rate limit. */
  readonly limiter: RateLimiter | undefined;
  readonly close: () => void;
}

/** Creates what the settings ask for. Nothing connects to a Redis that nothing needs. */
export function createSharedState(config: Pick<Config, 'rateLimitPerMinute' | 'redisUrl'>, log: Log): SharedState {
  const { rateLimitPerMinute, redisUrl: url } = config;
  const losses = rateLimitPerMinute > 0 ? ['each process counts requests for itself'] : [];
  const redis = url !== undefined && losses.length > 0 ? connectRedis({ url, losses }, log) : undefined;
  return {
    limiter: rateLimitPerMinute > 0 ? createRateLimiter({ perMinute: rateLimitPerMinute }, redis) : undefined,
    close: () => redis?.close(),
  };
}
