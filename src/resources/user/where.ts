import { toAttributesParam } from '../../authentik/attributes.ts';
import { parseUuid, parseWord } from '../../authentik/path.ts';
import { toSearchParam } from '../../authentik/search.ts';
import { attributeFilter } from '../../graphql/attribute-filter.ts';
import { toEnumParam } from '../../graphql/enum.ts';
import { createWhere, type Filters } from '../../graphql/where.ts';
import { userType } from './ref.ts';

const groupFilters: Filters = {
  groupsByPk: {
    param: 'groups_by_pk',
    type: ['ID'],
    toParam: parseUuid,
    description: 'Direct members of any of these groups, by UUID (1 to 100); an unknown group is an error.',
  },
};

const filters: Filters = {
  search: {
    param: 'search',
    type: 'String',
    toParam: toSearchParam,
    description:
      'Every word (from 2025.10 on also "quoted phrases", `UPSTREAM_UNSUPPORTED` before) must occur in username, name, e-mail or UUID, upper and lower case alike. Never run as a query language.',
  },
  username: {
    param: 'username',
    type: 'String',
    description: 'Exactly this login name, upper and lower case told apart.',
  },
  name: { param: 'name', type: 'String', description: 'Exactly this display name, upper and lower case told apart.' },
  email: {
    param: 'email',
    type: 'String',
    description: 'Exactly this e-mail address, upper and lower case told apart; several users can share one.',
  },
  uuid: {
    param: 'uuid',
    type: 'ID',
    toParam: parseUuid,
    description: 'The one user with this UUID, in the usual form with hyphens.',
  },
  path: { param: 'path', type: 'String', description: 'Filed under exactly this path, e.g. `partners/acme`.' },
  pathStartswith: {
    param: 'path_startswith',
    type: 'String',
    description: 'Filed under a path that begins with this text, e.g. `partners`.',
  },
  type: { param: 'type', type: [userType.ref], toParam: toEnumParam, description: 'Any of these kinds of account.' },
  isActive: { param: 'is_active', type: 'Boolean', description: 'Accounts that may be used, or those that may not.' },
  isSuperuserDirectly: {
    param: 'is_superuser',
    type: 'Boolean',
    description:
      'Direct members of a superuser group, or all others. Less than the field `isSuperuser`, which also counts groups further up. From 2025.10 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  groupsByName: {
    param: 'groups_by_name',
    type: ['String'],
    toParam: parseWord,
    description: 'Direct members of any of these groups, by exact name (1 to 100); an unknown group is an error.',
  },
  attributes: {
    param: 'attributes',
    type: [attributeFilter],
    toWholeParam: toAttributesParam,
    description: 'Conditions on values in the user’s `attributes`; all must hold (1 to 20).',
  },
  rolesByPk: {
    param: 'roles_by_pk',
    type: ['ID'],
    toParam: parseUuid,
    description:
      'Holders of any of these roles themselves, by UUID (1 to 100); an unknown role is an error. From 2025.12 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  rolesByName: {
    param: 'roles_by_name',
    type: ['String'],
    toParam: parseWord,
    description:
      'Holders of any of these roles themselves, by exact name (1 to 100); an unknown role is an error. From 2025.12 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  lastLogin: {
    param: 'last_login',
    type: 'DateTime',
    description: 'Last logged in at exactly this instant. From 2026.2 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  lastLoginGt: {
    param: 'last_login__gt',
    type: 'DateTime',
    description: 'Last logged in after this instant (not at it). From 2026.2 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  lastLoginLt: {
    param: 'last_login__lt',
    type: 'DateTime',
    description:
      'Last logged in before this instant (not at it), not never. From 2026.2 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  lastLoginIsnull: {
    param: 'last_login__isnull',
    type: 'Boolean',
    description: 'Who never logged in, or who did. From 2026.2 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  dateJoined: {
    param: 'date_joined',
    type: 'DateTime',
    description: 'Created at exactly this instant. From 2025.8 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  dateJoinedGt: {
    param: 'date_joined__gt',
    type: 'DateTime',
    description: 'Created after this instant (not at it). From 2025.8 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  dateJoinedLt: {
    param: 'date_joined__lt',
    type: 'DateTime',
    description: 'Created before this instant (not at it). From 2025.8 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  lastUpdated: {
    param: 'last_updated',
    type: 'DateTime',
    description: 'Last changed at exactly this instant. From 2025.8 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  lastUpdatedGt: {
    param: 'last_updated__gt',
    type: 'DateTime',
    description: 'Last changed after this instant (not at it). From 2025.8 on, `UPSTREAM_UNSUPPORTED` before.',
  },
  lastUpdatedLt: {
    param: 'last_updated__lt',
    type: 'DateTime',
    description: 'Last changed before this instant (not at it). From 2025.8 on, `UPSTREAM_UNSUPPORTED` before.',
  },
};

/** The filters of all users. */
export const userWhere = createWhere('AuthentikUserWhere', 'Filters for users; all that are given must match.', {
  ...filters,
  ...groupFilters,
});

/** The filters of a group's users: the group itself is fixed, and authentik would widen it by any other. */
export const groupUserWhere = createWhere(
  'AuthentikGroupUserWhere',
  'Filters for the users of one group; all that are given must match.',
  filters,
);
