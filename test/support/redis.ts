import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { findPort } from '../../scripts/image/find-port.ts';

/** Whether there is a Redis to start. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of one's own, on loopback and in memory only. */
export interface StartedRedis {
  readonly url: string;
  /** From now on it holds its connections and answers nothing. */
  readonly pause: () => void;
  /** It goes on where it was paused. */
  readonly resume: () => void;
  /** Ends it at once, if it has not ended yet. */
  readonly stop: () => Promise<void>;
}

/** Starts a Redis and waits until it takes connections. */
export async function startRedis(): Promise<StartedRedis> {
  const port = await findPort();
  const redis = spawn('redis-server', [
    ...['--port', port, '--bind', '127.0.0.1'],
    ...['--save', '', '--appendonly', 'no'],
  ]);
  for await (const chunk of redis.stdout) {
    if (String(chunk).includes('Ready to accept connections')) {
      break;
    }
  }
  redis.stdout.resume();
  return {
    url: `redis://127.0.0.1:${port}/0`,
    pause: () => redis.kill('SIGSTOP'),
    resume: () => redis.kill('SIGCONT'),
    stop: async () => {
      if (redis.exitCode === null && redis.signalCode === null) {
        redis.kill('SIGKILL');
        await once(redis, 'exit');
      }
    },
  };
}
