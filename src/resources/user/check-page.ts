import type { Params } from '../../authentik/client.ts';
import type { Page } from '../../authentik/page.ts';
import { createBadResponseError } from '../../authentik/to-error.ts';
import type { UserJson } from './rest.ts';

/**
 * Holds a page of users against the groups that were asked for, and answers it.
 * @throws GatewayError `UPSTREAM_BAD_RESPONSE` for users that are not in any of them
 */
export function checkGroups(page: Page<UserJson>, { groups_by_pk: groups }: Params): Page<UserJson> {
  if (Array.isArray(groups) && page.rows.some((user) => !user.groups.some((pk) => groups.includes(pk)))) {
    throw createBadResponseError(new TypeError('expected members of the groups asked for, but got: others'));
  }
  return page;
}
