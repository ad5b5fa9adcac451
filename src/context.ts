import type { AuthentikClient } from './authentik/client.ts';
import type { Plan } from './graphql/plan.ts';

/** What every resolver gets. One per operation, never shared: it stands for one caller's credential. */
export interface GatewayContext {
  readonly authentik: AuthentikClient;
  /** What the operation needs of authentik, known before its first request. */
  readonly plan: Plan;
}
