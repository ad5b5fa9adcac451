import type { Dispatcher } from 'undici';
import { createGuard } from './authentik/guard.ts';
import type { Upstream } from './authentik/transport.ts';
import type { Config } from './config.ts';
import { version } from './version.ts';

/** Settles how the gateway reaches authentik. */
export function createUpstream(config: Config & { readonly authentikUrl: string }, dispatcher: Dispatcher): Upstream {
  return {
    apiUrl: config.authentikUrl,
    dispatcher,
    timeoutMs: config.upstreamTimeoutMs,
    maxResponseBytes: config.maxUpstreamResponseBytes,
    userAgent: `authentik-graphql-gateway/${version}`,
    guard: createGuard({
      gate: { slots: config.upstreamConnections, queue: config.upstreamQueue, waitMs: config.upstreamQueueMs },
      breaker: { failures: config.breakerFailures, openMs: config.breakerOpenMs },
      retry: { retries: config.upstreamRetries, share: config.upstreamRetryPercent / 100 },
    }),
  };
}
