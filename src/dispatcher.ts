import { Agent, type Dispatcher } from 'undici';
import type { Config } from './config.ts';

/** Creates the bounded pool of keep-alive connections to authentik that all operations share. */
export function createDispatcher(config: Config): Dispatcher {
  return new Agent({
    connections: config.upstreamConnections,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: config.upstreamConnectTimeoutMs },
    headersTimeout: config.upstreamTimeoutMs,
    bodyTimeout: config.upstreamTimeoutMs,
    keepAliveTimeout: 3000,
    keepAliveMaxTimeout: 60_000,
  });
}
