import type { Call } from '../call.ts';
import { choice } from '../choice-filters.ts';
import type { TokenRow } from '../dataset.ts';
import { boolean, exactText, type Filters, moment } from '../filters.ts';
import { by, byTime, type Orderings } from '../ordering.ts';
import { isSuperuser } from '../permissions.ts';
import type { Resource } from '../resource.ts';
import type { Store } from '../store.ts';
import { toUserJson } from './user-json.ts';

const INTENTS = ['verification', 'api', 'recovery', 'app_password'];

const usernameOf = (token: TokenRow, store: Store) => store.user(token.user)?.username ?? '';

const filters: Filters<TokenRow> = {
  identifier: exactText((token) => token.identifier),
  intent: choice(INTENTS, (token) => token.intent),
  user__username: (values, store, release) =>
    exactText((token: TokenRow) => usernameOf(token, store))(values, store, release),
  description: exactText((token) => token.description),
  expires: moment(
    (token) => token.expires,
    (time, wanted) => time === wanted,
  ),
  expiring: boolean((token) => token.expiring),
  managed: exactText((token) => token.managed),
};

const orderings: Orderings<TokenRow> = {
  pk: by((token) => token.pk),
  managed: by((token) => token.managed),
  identifier: by((token) => token.identifier),
  intent: by((token) => token.intent),
  user: by((token) => token.user),
  description: by((token) => token.description),
  expires: byTime((token) => token.expires),
  expiring: by((token) => token.expiring),
};

/** `/core/tokens/` (authentik/core/api/tokens.py): superusers see all, everybody else only their own (until 2025.12). */
export const tokens: Resource<TokenRow> = {
  noun: 'Token',
  model: 'token',
  rows: ({ store, caller, release }) => {
    if (release.tokens.areShownToViewers || (caller && isSuperuser(store, caller))) return store.tokens();
    return store.tokens().filter((token) => token.user === caller?.pk);
  },
  ownerOf: (token) => token.user,
  pkOf: (token) => token.pk,
  searchTexts: (token, { store }) => [token.identifier, token.intent, usernameOf(token, store), token.description],
  filters,
  orderings,
  standardOrdering: 'identifier,expires',
  readKey: (key) => (token) => token.identifier === key,
  toJson: toTokenJson,
};

function toTokenJson(token: TokenRow, call: Call) {
  const user = call.store.user(token.user);
  return {
    pk: token.pk,
    managed: token.managed,
    identifier: token.identifier,
    intent: token.intent,
    user: token.user,
    user_obj: user ? toUserJson(user, call) : null,
    description: token.description,
    expires: token.expires,
    expiring: token.expiring,
  };
}
