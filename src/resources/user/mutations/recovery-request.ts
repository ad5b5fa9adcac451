import type { Params } from '../../../authentik/client.ts';
import type { Release } from '../../../authentik/release.ts';
import type { Body } from '../../../graphql/input-body.ts';

/** The first release that reads the parameters of `recovery` and `recovery_email` from the body; OpenAPI documents of 2024.4 to 2026.8. */
const BODY_SINCE: Release = 202602;

/**
 * Where a release looks for the parameters of `recovery` and `recovery_email`: up to 2025.12 in the query, from 2026.2
 * on in the body. One that nobody knows yet is told in both places; each release reads one and passes over the other.
 */
export function toRecoveryRequest(
  release: Release | undefined,
  parameters: Readonly<Record<string, string>>,
): { readonly params?: Params; readonly body?: Body } {
  const isKnown = release !== undefined;
  return {
    ...(isKnown && release >= BODY_SINCE ? {} : { params: parameters }),
    ...(isKnown && release < BODY_SINCE ? {} : { body: parameters }),
  };
}
