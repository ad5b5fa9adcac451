import type { Log } from '../../src/log.ts';

/** A log that keeps what it is told, as text. */
export function aLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (...told: unknown[]) => {
    lines.push(JSON.stringify(told));
  };
  return { lines, log: { debug: write, info: write, warn: write, error: write } as unknown as Log };
}
