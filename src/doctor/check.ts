import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

/** One question that the doctor asks. */
export interface Check {
  /** Stable, for machines; kebab-case. */
  readonly id: string;
  /** What is asked, in a few words. */
  readonly title: string;
  /** Ids of checks that must have come out `ok` or `warn`; otherwise this one is skipped. */
  readonly needs: readonly string[];
  readonly run: (patient: Patient) => Promise<Finding>;
}
