import type { Check } from '../check.ts';
import { toFailure } from '../failure.ts';
import { ok, warn } from '../finding.ts';
import { ME_PATH } from './started.ts';

const TIMES = 3;
const SLOW_MS = 500;

/** How long the smallest request takes on a connection that is open already. */
export const latency: Check = {
  id: 'latency',
  title: 'One request',
  needs: ['credential'],
  run: async ({ getAgain }) => {
    const times: number[] = [];
    for (let done = 0; done < TIMES; done += 1) {
      const outcome = await getAgain(ME_PATH);
      if (outcome.kind === 'failure') {
        return toFailure(outcome.code);
      }
      times.push(outcome.ms);
    }
    const ms = Math.round(times.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0);
    const sentence = `The smallest request takes ${ms} ms (the middle one of ${TIMES}).`;
    return ms <= SLOW_MS
      ? ok(sentence)
      : warn(
          `${sentence} About 80 ms is usual.`,
          'Run the gateway near authentik, and give authentik more workers (AUTHENTIK_WEB__WORKERS).',
        );
  },
};
