import type { AuthentikClient } from './authentik/client.ts';
import type { KnownRelease } from './authentik/release.ts';
import type { Plan } from './graphql/plan.ts';

/** How often an object was asked for within the operation without a request of its own. */
export interface Saved {
  /** Someone else in the operation had asked for it. */
  shared: number;
  /** It had come embedded in, or in a list with, something else. */
  embedded: number;
}

/** What becomes of an operation beside its answer. Filled in on its way. */
interface Notes {
  /** Whether a lookup has answered an error as data. */
  hasErrorData: boolean;
  /** Whether a write was sent that authentik did not refuse: what anybody has read before may no longer be so. */
  hasWritten: boolean;
}

/** Under what everything is kept that the operation has read: loaders and shared answers hang on it. */
export interface Memory {
  /** The present key. What is kept under an older one is forgotten: it was read before a write. */
  key: object;
}

/** What every resolver gets. One per operation, never shared: it stands for one caller's credential. */
export interface GatewayContext {
  readonly authentik: AuthentikClient;
  /** What the operation needs of authentik, known before its first request. */
  readonly plan: Plan;
  /** What was known of the release behind when the operation began. */
  readonly release: KnownRelease;
  /** Waits a second at most for authentik's version where it is not known, and answers what is known then. */
  readonly settleRelease: () => Promise<KnownRelease>;
  /** Whether one answer may serve several askers; off only to compare with. */
  readonly isSharing: boolean;
  readonly memory: Memory;
  /** Requests that were not necessary; counted by the loaders. */
  readonly saved: Saved;
  readonly notes: Notes;
}
