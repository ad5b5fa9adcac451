import type { AuthentikClient } from './authentik/client.ts';
import type { Needs } from './graphql/needs.ts';

/** What every resolver gets. One per operation, never shared: it stands for one caller's credential. */
export interface GatewayContext {
  readonly authentik: AuthentikClient;
  /** Which embedded objects the operation selects, known before its first request. */
  readonly needs: Needs;
}
