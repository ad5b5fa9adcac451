import { z } from 'zod';
import type { Check } from '../check.ts';
import { type Finding, ok, skipped, warn } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { readMe } from './credential.ts';
import { readOwnTokens } from './token.ts';

const userShape = z.object({ groups_obj: z.array(z.unknown()).nullable() });
const tokenShape = z.object({ user_obj: userShape }).transform(({ user_obj }) => user_obj);

/** Whether `include_groups=false`, which is not in authentik's documents there, works on a single user. */
export const switchUser: Check = {
  id: 'switch-user',
  title: 'Switch on a user',
  needs: ['credential'],
  run: async (patient) => {
    const me = await readMe(patient);
    return me ? compare(patient, `/core/users/${me.pk}/`, userShape) : skipped('Whose it is is not known.');
  },
};

/** Whether the same works on a token, for its owner's groups. */
export const switchToken: Check = {
  id: 'switch-token',
  title: 'Switch on a token',
  needs: ['credential'],
  run: async (patient) => {
    const me = await readMe(patient);
    const [row] = (me && (await readOwnTokens(patient, me))) ?? [];
    return row && /^[-\w]+$/.test(row.identifier)
      ? compare(patient, `/core/tokens/${row.identifier}/`, tokenShape)
      : skipped('The caller has no token to try it on.');
  },
};

async function compare(patient: Patient, path: string, shape: typeof userShape | typeof tokenShape): Promise<Finding> {
  const read = async (query: string) => {
    const outcome = await patient.get(`${path}${query}`);
    return outcome.kind === 'reply' ? shape.safeParse(outcome.json).data : undefined;
  };
  const whole = await read('');
  const lean = await read('?include_groups=false');
  if (!whole?.groups_obj || !lean) {
    return skipped('The caller may not see that object.');
  }
  return lean.groups_obj === null
    ? ok('include_groups=false leaves the groups out, as the gateway counts on.')
    : warn(
        'include_groups=false changes nothing: answers are right, but larger and slower than need be.',
        'Tell the gateway’s maintainers which release of authentik it is.',
      );
}
