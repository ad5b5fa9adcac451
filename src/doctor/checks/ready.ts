import type { Check } from '../check.ts';
import { toFailure } from '../failure.ts';
import { fail, ok } from '../finding.ts';

/** Whether authentik tells everyone that it is ready, which the gateway's own readiness stands on. */
export const ready: Check = {
  id: 'ready',
  title: 'Readiness',
  needs: ['api'],
  run: async ({ apiUrl, getAnonymously }) => {
    const outcome = await getAnonymously(`${apiUrl.href.replace(/\/api\/v3$/, '')}/-/health/ready/`);
    if (outcome.kind === 'failure') {
      return toFailure(outcome.code);
    }
    if (outcome.status >= 200 && outcome.status < 300) {
      return ok('authentik says at /-/health/ready/ that it is ready.');
    }
    return outcome.status === 503
      ? fail('authentik says that it is not ready (503).', 'Look at its database, and at the cache where it has one.')
      : fail(
          `authentik’s /-/health/ready/ answers ${outcome.status}, so the gateway’s /health/ready would say no for ever.`,
          'Let the path /-/health/ready/ through in front of authentik; it needs no credential and tells nothing else.',
        );
  },
};
