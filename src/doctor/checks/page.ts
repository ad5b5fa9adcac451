import type { Check } from '../check.ts';
import { toFailure } from '../failure.ts';
import { type Finding, ok, skipped, warn } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { anyRow, readPage } from './read-page.ts';

/** The gateway's largest page; one more tells whether authentik has a limit of its own. */
const LARGEST = 100;

const LISTS = ['users', 'tokens', 'groups'] as const;

/** How many rows one page may have, and how long a page takes. */
export const page: Check = {
  id: 'page',
  title: 'A page of rows',
  needs: ['credential'],
  run: async (patient) => {
    const noun = await findList(patient);
    if (noun === undefined) {
      return skipped('The caller sees no list with rows.');
    }
    const outcome = await patient.get(`/core/${noun}/?page_size=${LARGEST + 1}`);
    if (outcome.kind === 'failure') {
      const { sentence } = toFailure(outcome.code);
      return {
        status: 'fail',
        sentence: `A page of ${noun}: ${sentence}`,
        advice: `Raise UPSTREAM_TIMEOUT_MS (now ${patient.config.upstreamTimeoutMs}); where avatars come from gravatar, lists wait for them.`,
      };
    }
    const read = readPage(outcome, anyRow);
    return read === undefined
      ? skipped(`The list of ${noun} does not come as authentik sends it.`)
      : describe(patient, { noun, rows: read.rows.length, count: read.count, ms: outcome.ms });
  },
};

async function findList({ get }: Patient): Promise<(typeof LISTS)[number] | undefined> {
  for (const noun of LISTS) {
    const read = readPage(await get(`/core/${noun}/?page_size=1`), anyRow);
    if (read && read.count > 0) {
      return noun;
    }
  }
  return undefined;
}

interface Measured {
  readonly noun: string;
  readonly rows: number;
  readonly count: number;
  readonly ms: number;
}

function describe({ config }: Patient, { noun, rows, count, ms }: Measured): Finding {
  const took = `A page of ${rows} ${noun} took ${Math.round(ms)} ms.`;
  if (rows < Math.min(LARGEST, count)) {
    return warn(
      `${took} authentik gives no more than ${rows} rows a page, so larger pages cost the gateway more requests.`,
      `Raise authentik’s system setting for the largest page (pagination_max_page_size) to ${LARGEST}.`,
    );
  }
  if (ms > config.upstreamTimeoutMs / 2) {
    return warn(
      `${took} That is more than half of what one request may take (${config.upstreamTimeoutMs} ms).`,
      'Raise UPSTREAM_TIMEOUT_MS, or give authentik more workers; where avatars come from gravatar, lists wait for them.',
    );
  }
  const limit = rows === LARGEST && count > LARGEST ? `authentik gives at most ${LARGEST} rows a page` : undefined;
  return ok(
    `${took} ${limit ?? (count > LARGEST ? 'authentik has no limit there' : 'There are too few rows to tell authentik’s limit')}.`,
  );
}
