import { Redis } from 'ioredis';
import type { Log } from './log.ts';

/** The Redis that replicas share, and whether it can be reached. One connection per process. */
export interface SharedRedis {
  readonly client: Redis;
  /** Whether it can be reached at this moment. */
  readonly isReady: () => boolean;
  /**
   * Does `work` with it, within the time-out of its commands. Answers `undefined` while it is away or does not answer;
   * it never throws what Redis throws.
   */
  readonly attempt: <Value>(work: (client: Redis) => Promise<Value>) => Promise<Value | undefined>;
  readonly close: () => void;
}

/** Where it is, and what to say of it. */
export interface RedisOptions {
  /** E.g. `redis://redis:6379/0`. */
  readonly url: string;
  /** What the process does without it, e.g. `each process counts requests for itself`; for the log. */
  readonly losses: readonly string[];
  /** Milliseconds that one command may take; default: 200. */
  readonly timeoutMs?: number | undefined;
}

const COMMAND_TIMEOUT_MS = 200;

/** Connects, now and again whenever the connection is lost. That Redis is away is told to the log once, until it is back. */
export function connectRedis({ url, losses, timeoutMs = COMMAND_TIMEOUT_MS }: RedisOptions, log: Log): SharedRedis {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2000,
    commandTimeout: timeoutMs,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  const teller = createTeller(losses, log);
  // Without a listener a lost connection would end the process.
  client.on('error', teller.away);
  client.on('ready', teller.back);
  const isReady = () => client.status === 'ready';
  return {
    client,
    isReady,
    attempt: async (work) => {
      if (!isReady()) {
        return undefined;
      }
      try {
        const value = await work(client);
        teller.back();
        return value;
      } catch (error) {
        teller.away(error instanceof Error ? error : new TypeError(String(error)));
        return undefined;
      }
    },
    close: () => client.disconnect(),
  };
}

function createTeller(losses: readonly string[], log: Log) {
  let isAway = false;
  return {
    away: (cause: Error) => {
      if (!isAway) {
        isAway = true;
        log.warn({ cause: cause.message }, `Redis is away; ${losses.join('; ')}`);
      }
    },
    back: () => {
      if (isAway) {
        isAway = false;
        log.info('Redis is back');
      }
    },
  };
}
