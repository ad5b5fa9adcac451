import { z } from 'zod';
import type { Outcome, Reply } from '../ask.ts';
import type { Check } from '../check.ts';
import { toFailure } from '../failure.ts';
import { type Finding, fail, ok } from '../finding.ts';
import type { Patient } from '../patient.ts';

/** Whom a credential stands for; without one authentik refuses, which tells it from everything else. */
export const ME_PATH = '/core/users/me/';

const STARTING = /authentik starting/;
const errorShape = z.object({ error: z.string() });

/** Whether what answers is up, or a router in front of an authentik that still boots or has gone away. */
export const started: Check = {
  id: 'started',
  title: 'Up and running',
  needs: ['tls'],
  run: async (patient) => {
    const outcome = await askAnonymously(patient);
    return outcome.kind === 'failure' ? toFailure(outcome.code) : describe(outcome);
  },
};

/** What a caller without credential is told by the API. */
export function askAnonymously({ apiUrl, getAnonymously }: Patient): Promise<Outcome> {
  return getAnonymously(`${apiUrl.href}${ME_PATH}`);
}

// A booting authentik: up to 2025.6 a 502 with these words, in 2025.10 a 200 with `error`, from 2026 on a 503 with it.
function describe(reply: Reply): Finding {
  const error = errorShape.safeParse(reply.json).data?.error ?? reply.text;
  if (STARTING.test(error) && [200, 502, 503].includes(reply.status)) {
    const seconds = reply.header('retry-after');
    return fail(
      'authentik is still starting.',
      `Wait${/^\d+$/.test(seconds ?? '') ? ` ${seconds} seconds` : ''} and try again. If it stays so for minutes, look into the log of authentik’s server: its migrations or its database may hang.`,
    );
  }
  if (reply.status === 502 && /authentik backend/.test(error)) {
    return fail(
      'authentik’s router is up, but not the server behind it.',
      'Look into the log of authentik’s server, and at its memory.',
    );
  }
  if (reply.status >= 500) {
    return fail(
      `The answer is ${reply.status}: what stands in front of authentik gets no answer from it, or authentik is failing.`,
      'Look into the log of the proxy in front of authentik, and into authentik’s own.',
    );
  }
  return ok('Something answers, and is not starting.');
}
