import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Check } from '../check.ts';
import { toFailure } from '../failure.ts';
import { type Finding, fail, ok, shown, skipped } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { askAnonymously, ME_PATH } from './started.ts';

const meShape = z.object({
  user: z.object({
    pk: z.int(),
    username: z.string(),
    is_superuser: z.boolean(),
    type: z.string().optional(),
    system_permissions: z.array(z.string()),
  }),
});

/** Whom a good credential stands for. */
export type Me = z.output<typeof meShape>['user'];

const HOW_TO_MAKE =
  'Make an API token in authentik (Directory > Tokens and App passwords, intent "API Token") and give it in AUTHENTIK_TOKEN or, with --token-stdin, on standard input.';

/** Whether the credential is one that the API takes. */
export const credential: Check = {
  id: 'credential',
  title: 'Credential',
  needs: ['api'],
  run: async (patient) => {
    if (!patient.credential.isGiven) {
      return { ...skipped('No token was given, so what needs one is not looked at.'), advice: HOW_TO_MAKE };
    }
    if (!patient.credential.isWellFormed) {
      return fail(
        'What was given is no bearer token: it has characters that none has, such as a space, a quote or a line break.',
        'Give the key alone, without "Bearer" and quotes.',
      );
    }
    const outcome = await patient.get(ME_PATH);
    if (outcome.kind === 'failure') {
      return toFailure(outcome.code);
    }
    const me = meShape.safeParse(outcome.json).data?.user;
    if (outcome.status === 200 && me) {
      return ok(
        `It is good, and stands for ${shown(me.username)}${me.type === undefined ? '' : ` (${shown(me.type)})`}.`,
      );
    }
    return outcome.status === 403 ? describeRefused(patient, outcome.json) : describeStrange(outcome.status);
  },
};

/** Whom the credential stands for; `undefined` unless the check `credential` came out well. */
export async function readMe({ get, credential: { isGiven } }: Patient): Promise<Me | undefined> {
  const outcome = isGiven ? await get(ME_PATH) : undefined;
  return outcome?.kind === 'reply' ? meShape.safeParse(outcome.json).data?.user : undefined;
}

// authentik tells a bad token from none at all; so the same answer to both means that the token never arrived.
async function describeRefused(patient: Patient, json: unknown): Promise<Finding> {
  const anonymous = await askAnonymously(patient);
  if (anonymous.kind === 'reply' && isDeepStrictEqual(anonymous.json, json)) {
    return fail(
      'authentik answers as if no token had been sent.',
      'Look at what stands in front of authentik: it takes the Authorization header away, or uses it for itself.',
    );
  }
  return patient.credential.isJwt
    ? fail(
        'authentik refuses this token, which looks like an OAuth2 access token.',
        'It must have the scope goauthentik.io/api and not be expired; or use an API token.',
      )
    : fail(
        'authentik refuses this token: it is unknown, expired or revoked, its user is inactive, or it is an app password, which is not good for the API. authentik does not say which.',
        HOW_TO_MAKE,
      );
}

function describeStrange(status: number): Finding {
  return fail(
    `With the token the answer is ${status}, and not what authentik says to a good or a bad one.`,
    'Look into authentik’s log, and at what stands in front of it.',
  );
}
