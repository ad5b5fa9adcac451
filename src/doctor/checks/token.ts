import { z } from 'zod';
import type { Check } from '../check.ts';
import { type Finding, ok, shown, skipped, warn } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { type Me, readMe } from './credential.ts';
import { readPage } from './read-page.ts';

const tokenRow = z.object({
  identifier: z.string(),
  intent: z.string(),
  expires: z.string().nullable(),
  expiring: z.boolean(),
});

/** A token as far as the doctor looks at it; its key is nowhere in it. */
export type TokenRow = z.output<typeof tokenRow>;

const SOON_MS = 86_400_000;

/** What kind of credential it is and when it ends, by the rows of the caller's own tokens. */
export const token: Check = {
  id: 'token',
  title: 'Its end',
  needs: ['credential'],
  run: async (patient) => {
    const me = await readMe(patient);
    const rows = me && (await readOwnTokens(patient, me));
    return rows === undefined ? skipped('authentik does not show this caller’s own tokens.') : describe(patient, rows);
  },
};

/** The caller's own tokens, of all intents; `undefined` where authentik does not show them. */
export async function readOwnTokens({ get }: Patient, me: Me): Promise<readonly TokenRow[] | undefined> {
  const query = new URLSearchParams({ user__username: me.username, page_size: '100' });
  return readPage(await get(`/core/tokens/?${query}`), tokenRow)?.rows;
}

// Which row is the one presented cannot be seen: keys are in no row, and reading one is recorded by authentik.
function describe({ now, credential }: Patient, rows: readonly TokenRow[]): Finding {
  const endsAt = ({ expires, expiring }: TokenRow) =>
    expiring && expires !== null ? new Date(expires).getTime() : Number.POSITIVE_INFINITY;
  const candidates = rows
    .filter((row) => row.intent === 'api' && endsAt(row) > now().getTime())
    .sort((a, b) => endsAt(a) - endsAt(b));
  const [first] = candidates;
  if (credential.isJwt || first === undefined) {
    return ok('It is none of the caller’s API tokens, so an OAuth2 access token: it ends when its provider says.');
  }
  const which =
    candidates.length === 1
      ? `It is the API token ${shown(first.identifier)}, which`
      : `It is one of the caller’s ${candidates.length} API tokens. The first to end is ${shown(first.identifier)}, which`;
  if (endsAt(first) === Number.POSITIVE_INFINITY) {
    return ok(
      candidates.length === 1
        ? `${which} does not expire.`
        : `It is one of the caller’s ${candidates.length} API tokens, none of which expires.`,
    );
  }
  const end = `${which} expires on ${toMinute(endsAt(first))}.`;
  return endsAt(first) - now().getTime() > SOON_MS
    ? ok(end)
    : warn(
        end,
        'authentik then gives it a new key, or deletes it. For a program switch its expiry off (Expiring: no).',
      );
}

function toMinute(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
