import { toSearchParam } from '../../authentik/search.ts';
import { toEnumParam } from '../../graphql/enum.ts';
import { createList } from '../../graphql/list.ts';
import { createWhere, type Filters } from '../../graphql/where.ts';
import { toUserIncludes } from '../user/ref.ts';
import { rememberToken, tokenIntent, tokenRef } from './ref.ts';
import { getTokenPage } from './rest.ts';

const ownerFilters: Filters = {
  userUsername: {
    param: 'user__username',
    type: 'String',
    description: 'Owned by the user with exactly this login name; nobody’s tokens for an unknown name.',
  },
};

const filters: Filters = {
  search: {
    param: 'search',
    type: 'String',
    toParam: toSearchParam,
    description:
      'Every word (from 2025.10 on also "quoted phrases", `UPSTREAM_UNSUPPORTED` before) must occur in identifier, intent, description or the owner’s login name, upper and lower case alike. Never run as a query language.',
  },
  identifier: {
    param: 'identifier',
    type: 'String',
    description: 'Exactly this identifier, upper and lower case told apart.',
  },
  intent: { param: 'intent', type: tokenIntent.ref, toParam: toEnumParam, description: 'Good for exactly this.' },
  description: {
    param: 'description',
    type: 'String',
    description: 'Exactly this description, upper and lower case told apart.',
  },
  expires: {
    param: 'expires',
    type: 'DateTime',
    description: 'Expires at exactly this instant; authentik has no range here.',
  },
  expiring: { param: 'expiring', type: 'Boolean', description: 'Tokens that expire, or those that do not.' },
  managed: {
    param: 'managed',
    type: 'String',
    description: 'Maintained by authentik or a blueprint under exactly this key.',
  },
};

/** The filters of all tokens. */
export const tokenWhere = createWhere('AuthentikTokenWhere', 'Filters for tokens; all that are given must match.', {
  ...filters,
  ...ownerFilters,
});

/** The filters of one user's tokens, whose owner is fixed. */
export const userTokenWhere = createWhere(
  'AuthentikUserTokenWhere',
  'Filters for the tokens of one user; all that are given must match.',
  filters,
);

/** Lists of tokens. */
export const tokenList = createList({
  name: 'AuthentikToken',
  node: tokenRef,
  defaultOrder: 'identifier',
  tieBreaker: 'identifier',
  orderFields: {
    IDENTIFIER: { field: 'identifier', description: 'By identifier, which is unique.' },
    PK: { field: 'pk', description: 'By UUID, which is as good as at random; only good for being total and stable.' },
    INTENT: { field: 'intent', description: 'By intent, alphabetically.' },
    DESCRIPTION: { field: 'description', description: 'By description; those without one come first.' },
    EXPIRES: { field: 'expires', description: 'By expiry, whether or not it counts.' },
    EXPIRING: { field: 'expiring', description: 'Tokens that live on first.' },
    MANAGED: { field: 'managed', description: 'By the key they are maintained under.' },
  },
  getPage: (context, params, needs) =>
    getTokenPage(context, { ...params, ...toUserIncludes('token', needs, context) }, tokenWhere.names),
  remember: rememberToken,
});
