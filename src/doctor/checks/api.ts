import { z } from 'zod';
import type { Outcome } from '../ask.ts';
import type { Check } from '../check.ts';
import { type Finding, fail, ok, shown, skipped } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { askAnonymously, ME_PATH } from './started.ts';

const refusal = z.object({ detail: z.string() });
// Where people mount authentik when it has no host name of its own.
const USUAL_PREFIXES = ['', '/authentik', '/auth'];

/** Whether it is authentik's API that answers, at this path. */
export const api: Check = {
  id: 'api',
  title: 'authentik’s API',
  needs: ['front'],
  run: async (patient) => {
    const outcome = await askAnonymously(patient);
    if (outcome.kind === 'failure') {
      return skipped('Nothing answered.');
    }
    return isApi(outcome) ? ok(`It is there, at ${patient.apiUrl.href}.`) : describeElsewhere(patient, outcome.status);
  },
};

// To nobody authentik says 403 with a `detail`; what else answers a path like that says 404 or 200.
function isApi(outcome: Outcome): boolean {
  return outcome.kind === 'reply' && outcome.status === 403 && refusal.safeParse(outcome.json).success;
}

async function describeElsewhere({ apiUrl, getAnonymously }: Patient, status: number): Promise<Finding> {
  const given = apiUrl.pathname.replace(/\/api\/v3$/, '');
  const roots = [...new Set([...parentsOf(given), ...USUAL_PREFIXES])]
    .filter((path) => path !== given)
    .map((path) => `${apiUrl.origin}${path}`);
  for (const root of roots) {
    if (isApi(await getAnonymously(`${root}/api/v3${ME_PATH}`))) {
      return fail(`It is not at ${shown(apiUrl.href)}, but below ${shown(root)}.`, `Set AUTHENTIK_URL=${shown(root)}.`);
    }
  }
  return fail(
    `What answers at ${shown(apiUrl.href)} (with ${status}) is not authentik’s API.`,
    'Open AUTHENTIK_URL in a browser: authentik’s log-in should come. Give the URL up to where its paths /if/ and /api/ begin.',
  );
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/')).reverse();
}
