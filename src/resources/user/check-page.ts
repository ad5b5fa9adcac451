import type { Params } from '../../authentik/client.ts';
import type { Page } from '../../authentik/page.ts';
import { createBadResponseError } from '../../authentik/to-error.ts';
import { GatewayError } from '../../errors.ts';
import type { UserJson } from './rest.ts';

// authentik ignores filters and orders that it does not know, and answers every row in its own order. Rows of such a
// release lack the field, by which it can be told: `date_joined` came with 2025.4, the date filters and `last_updated`
// with 2025.8, `password_change_date` with 2025.2.
const FIELDS = ['date_joined', 'last_updated', 'password_change_date'] as const;

/**
 * Holds a page of users against what was asked for, and answers it.
 * @throws GatewayError `UPSTREAM_UNSUPPORTED` for a filter or order that the release behind us does not have,
 *   `UPSTREAM_BAD_RESPONSE` for users that are not in any group asked for
 */
export function checkUserPage(page: Page<UserJson>, params: Params): Page<UserJson> {
  const hasDateFilter = Object.keys(params).some((name) => /^(date_joined|last_updated)/.test(name));
  const ordered = FIELDS.filter((field) => String(params.ordering ?? '').includes(field));
  const needed = [...ordered, ...(hasDateFilter ? (['last_updated'] as const) : [])];
  if (page.rows.some((user) => needed.some((field) => user[field] === undefined))) {
    throw new GatewayError(
      'UPSTREAM_UNSUPPORTED',
      'This authentik is older than 2025.8, which first has this filter or order.',
    );
  }
  const groups = params.groups_by_pk;
  if (Array.isArray(groups) && page.rows.some((user) => !user.groups.some((pk) => groups.includes(pk)))) {
    throw createBadResponseError(new TypeError('expected members of the groups asked for, but got: others'));
  }
  return page;
}
