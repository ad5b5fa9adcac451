import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SINCE } from '../../authentik/since.ts';
import type { Check } from '../check.ts';
import { type Finding, fail, ok, warn } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { type Me, readMe } from './credential.ts';
import { anyRow, readPage } from './read-page.ts';
import { readRelease } from './release.ts';

const keyedRow = z.object({ pk: z.union([z.int(), z.string()]) });

/** Whether the caller sees all users, some, itself alone, or none. */
export const seeUsers = createSight('users', 'Users it sees');

/** Whether the caller sees all groups, some or none. */
export const seeGroups = createSight('groups', 'Groups it sees');

/** Whether the caller sees everybody's tokens or only its own. */
export const seeTokens: Check = {
  id: 'see-tokens',
  title: 'Tokens it sees',
  needs: ['credential'],
  run: async (patient) => {
    const me = await readMe(patient);
    const all = readPage(await patient.get('/core/tokens/?page_size=1'), anyRow);
    const query = new URLSearchParams({ user__username: me?.username ?? '', page_size: '100' });
    const own = readPage(await patient.get(`/core/tokens/?${query}`), anyRow);
    if (!me || !all || !own) {
      return describeUnusable('tokens');
    }
    if (me.is_superuser) {
      return ok(`All ${all.count}.`);
    }
    return ok(all.count > own.count ? `${all.count}, also of others.` : `Its own ${own.count}, and of nobody else.`);
  },
};

function createSight(noun: 'users' | 'groups', title: string): Check {
  return {
    id: `see-${noun}`,
    title,
    needs: ['credential'],
    run: async (patient) => {
      const me = await readMe(patient);
      const outcome = await patient.get(`/core/${noun}/?page_size=1`);
      if (outcome.kind === 'reply' && outcome.status === 403) {
        return warn(
          `None: for this caller ${noun} are FORBIDDEN.`,
          `If it should see them, give one of its roles the permission to view ${noun} (authentik: Directory > Roles).`,
        );
      }
      const page = readPage(outcome, keyedRow);
      return me && page ? describe(patient, { me, noun, ...page }) : describeUnusable(noun);
    },
  };
}

interface Seen {
  readonly me: Me;
  readonly noun: 'users' | 'groups';
  readonly count: number;
  readonly rows: readonly { readonly pk: number | string }[];
}

async function describe(patient: Patient, { me, noun, count, rows }: Seen): Promise<Finding> {
  if (me.is_superuser) {
    return ok(`All ${count}.`);
  }
  if (noun === 'users' && count === 1 && rows[0]?.pk === me.pk) {
    return ok('Only itself.');
  }
  if (((await readRelease(patient)) ?? 0) < SINCE.tellingSearch) {
    return ok(`${count}; whether these are all, this release does not tell.`);
  }
  const search = new URLSearchParams({ search: randomUUID(), page_size: '1' });
  const outcome = await patient.get(`/core/${noun}/?${search}`);
  return outcome.kind === 'reply' && outcome.status === 403
    ? ok(`${count}, by permissions on single ones.`)
    : ok(`All ${count}.`);
}

function describeUnusable(noun: string): Finding {
  return fail(
    `The list of ${noun} does not come as authentik sends it.`,
    'Look into authentik’s log for an error; and whether something in front of it changes answers.',
  );
}
