import type { Check } from '../check.ts';
import { ok, skipped, warn } from '../finding.ts';
import { askAnonymously } from './started.ts';

// The header is in whole seconds, and the answer takes its time.
const TOLERATED_SECONDS = 30;

/** Whether both sides have the same time: what expires when is authentik's to say. */
export const clock: Check = {
  id: 'clock',
  title: 'Clocks',
  needs: ['api'],
  run: async (patient) => {
    const outcome = await askAnonymously(patient);
    const date = outcome.kind === 'reply' ? new Date(outcome.header('date') ?? '').getTime() : Number.NaN;
    if (Number.isNaN(date)) {
      return skipped('The answer has no Date header to compare with.');
    }
    const seconds = Math.round((date - patient.now().getTime()) / 1000);
    if (Math.abs(seconds) <= TOLERATED_SECONDS) {
      return ok('Both sides have the same time.');
    }
    return warn(
      `The other side’s clock is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'} the one here.`,
      'Set both by NTP: certificates and tokens expire by them.',
    );
  },
};
