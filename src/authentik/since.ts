import type { Release } from './release.ts';

/**
 * Since which release authentik does what the gateway minds, apart from what has a table of its own (`switches.ts`,
 * `availability.ts`, `release-signs.ts`). From the OpenAPI documents of 2024.6 to 2026.8 and the answers of four recorded
 * releases; where only these tell, it is the first of them.
 */
export const SINCE = {
  /** Groups have any number of parents, in `parents`; before, one in `parent`. */
  parents: 202512,
  /** `recovery` and `recovery_email` read their parameters from the body; before, from the query. */
  recoveryBody: 202602,
  /** A phrase in quotes is searched for as a whole. Recorded: not on 2024.6.5. */
  quotedSearch: 202510,
  /** The users' filter `is_superuser` answers each user once, and everybody who is in no group as well. Recorded: not on 2024.6.5. */
  distinctSuperusers: 202510,
  /** A search comes before the permissions, so that one without a hit tells whether a caller sees everything. */
  tellingSearch: 202508,
} as const satisfies Readonly<Record<string, Release>>;

/** The lines whose OpenAPI documents and, for four of them, recorded answers this gateway is tested with. */
export const OLDEST_RELEASE: Release = 202406;

/** The newest of them. */
export const NEWEST_RELEASE: Release = 202608;
