import { CHECKS } from './checks/index.ts';
import { type Finding, skipped } from './finding.ts';
import type { Patient } from './patient.ts';

/** A check with what it found. */
export interface Examined extends Finding {
  readonly id: string;
  readonly title: string;
  /** The id of the check that this one stands on and that did not come out well, where it was skipped for that. */
  readonly skippedFor?: string;
}

/** Runs all checks in their order and hands each out as soon as it is done; what stands on a failed one is skipped. */
export async function* examine(patient: Patient, checks = CHECKS): AsyncGenerator<Examined> {
  const unusable = new Map<string, { readonly id: string; readonly title: string }>();
  for (const { id, title, needs, run } of checks) {
    const cause = needs.map((need) => unusable.get(need)).find((each) => each !== undefined);
    const finding: Finding & { readonly skippedFor?: string } = cause ? skipFor(cause) : await run(patient);
    if (finding.status === 'fail' || finding.status === 'skipped') {
      unusable.set(id, cause ?? { id, title });
    }
    yield { id, title, ...finding };
  }
}

function skipFor({ id, title }: { readonly id: string; readonly title: string }): Finding & { skippedFor: string } {
  return { ...skipped(`Not looked at, since "${title}" did not come out well.`), skippedFor: id };
}
