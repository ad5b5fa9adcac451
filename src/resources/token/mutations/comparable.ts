import type { Comparable } from '../../../graphql/warning.ts';
import type { TokenJson } from '../rest.ts';

/** What warnings compare of a token, by our names. An API token's expiry is left out: every change renews it. */
export function toComparable(token: TokenJson): Comparable {
  const { pk: id, identifier, managed, intent, description, expires, expiring, user_obj: owner } = token;
  const always = { id, identifier, managed, intent, user: owner.pk, description, expiring };
  return intent === 'api' ? always : { ...always, expires };
}
