import { z } from 'zod';
import { formatRelease, parseRelease, type Release } from '../../authentik/release.ts';
import { NEWEST_RELEASE, OLDEST_RELEASE } from '../../authentik/since.ts';
import type { Check } from '../check.ts';
import { type Finding, fail, ok, shown, warn } from '../finding.ts';
import type { Patient } from '../patient.ts';

const versionShape = z.object({ version_current: z.string() });

/** Which authentik it is, and whether the gateway knows it. */
export const release: Check = {
  id: 'release',
  title: 'Release',
  needs: ['credential'],
  run: async (patient) => {
    const version = await readVersion(patient);
    const line = version === undefined ? undefined : parseRelease(version);
    return version === undefined || line === undefined ? describeUnknown(version) : describe(patient, version, line);
  },
};

/** The release line behind, where it tells. */
export async function readRelease(patient: Patient): Promise<Release | undefined> {
  return parseRelease((await readVersion(patient)) ?? '');
}

async function readVersion({ get }: Patient): Promise<string | undefined> {
  const outcome = await get('/admin/version/');
  return outcome.kind === 'reply' ? versionShape.safeParse(outcome.json).data?.version_current : undefined;
}

function describe({ config }: Patient, version: string, line: Release): Finding {
  const range = `${formatRelease(OLDEST_RELEASE)} to ${formatRelease(NEWEST_RELEASE)}`;
  if (line < OLDEST_RELEASE) {
    return fail(`It is ${shown(version)}, older than what the gateway supports (${range}).`, 'Upgrade authentik.');
  }
  if (line > NEWEST_RELEASE) {
    return warn(
      `It is ${shown(version)}, newer than what this version of the gateway was tested with (${range}).`,
      'It will probably work. Look for a newer gateway.',
    );
  }
  const set = config.authentikVersion;
  if (set !== undefined && parseRelease(set) !== line) {
    return warn(
      `It is ${shown(version)}, but AUTHENTIK_VERSION says ${set}.`,
      'Leave AUTHENTIK_VERSION out: the gateway then asks.',
    );
  }
  return ok(`It is ${shown(version)}, which is supported (${range}).`);
}

function describeUnknown(version: string | undefined): Finding {
  return warn(
    version === undefined ? 'authentik does not tell its version.' : `authentik calls its version ${shown(version)}.`,
    'Set AUTHENTIK_VERSION, so that the gateway sends what that release understands; without it the gateway goes by what answers look like.',
  );
}
