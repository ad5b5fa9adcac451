import type { GatewayConfig, GatewaySeams } from './graphql-endpoint.ts';
import { createRateLimiter, type RateLimiter } from './http/rate-limiter.ts';
import { connectRedis } from './redis.ts';
import { createMemoryStore } from './response-cache/memory-store.ts';
import { createRedisStore } from './response-cache/redis-store.ts';
import { createResponseCache, type ResponseCache } from './response-cache/response-cache.ts';

/** What outlives operations and belongs to credentials; in Redis where there is one, so that replicas share it. */
export interface SharedState {
  /** `undefined` where there is no rate limit. */
  readonly limiter: RateLimiter | undefined;
  /** `undefined` where no answer is kept. */
  readonly cache: ResponseCache | undefined;
  readonly close: () => void;
}

/** Creates what the settings ask for. Nothing connects to a Redis that nothing needs. */
export function createSharedState(config: GatewayConfig, seams: GatewaySeams): SharedState {
  const { rateLimitPerMinute, responseCacheMs, responseCacheBytes, authentikUrl, redisUrl: url } = config;
  const losses = [
    ...(rateLimitPerMinute > 0 ? ['each process counts requests for itself'] : []),
    ...(responseCacheMs > 0 ? ['no answer is given from the cache'] : []),
  ];
  const redis =
    url !== undefined && losses.length > 0
      ? connectRedis({ url, losses, timeoutMs: seams.redisTimeoutMs }, seams.log)
      : undefined;
  const createStore = () => (redis ? createRedisStore(redis, authentikUrl) : createMemoryStore(responseCacheBytes));
  return {
    limiter: rateLimitPerMinute > 0 ? createRateLimiter({ perMinute: rateLimitPerMinute }, redis) : undefined,
    cache: responseCacheMs > 0 ? createResponseCache(responseCacheMs, createStore()) : undefined,
    close: () => redis?.close(),
  };
}
