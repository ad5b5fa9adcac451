import type { Params } from '../../../authentik/client.ts';
import { isSince, type KnownRelease } from '../../../authentik/release.ts';
import { SINCE } from '../../../authentik/since.ts';
import type { Body } from '../../../graphql/input-body.ts';

/**
 * Where a release looks for the parameters of `recovery` and `recovery_email`: up to 2025.12 in the query, from 2026.2
 * on in the body. Where it is not known which one is behind it is told in both places; each release reads one and passes over the other.
 */
export function toRecoveryRequest(
  release: KnownRelease,
  parameters: Readonly<Record<string, string>>,
): { readonly params?: Params; readonly body?: Body } {
  const readsBody = isSince(release, SINCE.recoveryBody);
  return {
    ...(readsBody === true ? {} : { params: parameters }),
    ...(readsBody === false ? {} : { body: parameters }),
  };
}
