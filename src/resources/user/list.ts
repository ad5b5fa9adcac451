import { toAttributesParam } from '../../authentik/attributes.ts';
import { parseUuid, parseWord } from '../../authentik/path.ts';
import { toSearchParam } from '../../authentik/search.ts';
import { attributeFilter } from '../../graphql/attribute-filter.ts';
import { toEnumParam } from '../../graphql/enum.ts';
import { createList } from '../../graphql/list.ts';
import { createWhere, type Filters } from '../../graphql/where.ts';
import { rememberUser, toUserIncludes, userRef, userType } from './ref.ts';
import { getUserPage } from './rest.ts';

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
      'Every word (or "quoted phrase") must occur in username, name, e-mail or UUID, upper and lower case alike. Never run as a query language.',
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
      'Direct members of a superuser group, or all others. Less than the field `isSuperuser`, which also counts groups further up.',
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
  dateJoined: { param: 'date_joined', type: 'DateTime', description: 'Created at exactly this instant.' },
  dateJoinedGt: { param: 'date_joined__gt', type: 'DateTime', description: 'Created after this instant (not at it).' },
  dateJoinedLt: { param: 'date_joined__lt', type: 'DateTime', description: 'Created before this instant (not at it).' },
  lastUpdated: { param: 'last_updated', type: 'DateTime', description: 'Last changed at exactly this instant.' },
  lastUpdatedGt: {
    param: 'last_updated__gt',
    type: 'DateTime',
    description: 'Last changed after this instant (not at it).',
  },
  lastUpdatedLt: {
    param: 'last_updated__lt',
    type: 'DateTime',
    description: 'Last changed before this instant (not at it).',
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

/** Lists of users. */
export const userList = createList({
  name: 'AuthentikUser',
  node: userRef,
  defaultOrder: 'username',
  tieBreaker: 'username',
  orderFields: {
    USERNAME: { field: 'username', description: 'By login name, which is unique.' },
    PK: { field: 'pk', description: 'By primary key, that is by order of creation.' },
    UUID: {
      field: 'uuid',
      description: 'By UUID, which is as good as at random; only good for being total and stable.',
    },
    NAME: { field: 'name', description: 'By display name, capitals before lower case; several users can share one.' },
    EMAIL: { field: 'email', description: 'By e-mail address; those without one come first.' },
    PATH: {
      field: 'path',
      description: 'By the folder they are filed under, so that each folder’s users stand together.',
    },
    TYPE: { field: 'type', description: 'By kind of account, alphabetically.' },
    IS_ACTIVE: { field: 'is_active', description: 'Inactive accounts first.' },
    LAST_LOGIN: {
      field: 'last_login',
      description: 'By last login; who never logged in comes last, and first when descending.',
    },
    DATE_JOINED: { field: 'date_joined', description: 'By creation of the account, oldest first (from 2025.4 on).' },
    LAST_UPDATED: { field: 'last_updated', description: 'By last change of the account (from 2025.8 on).' },
    PASSWORD_CHANGE_DATE: {
      field: 'password_change_date',
      description: 'By last change of the password (from 2025.2 on).',
    },
  },
  getPage: (context, params, needs) =>
    getUserPage(context.authentik, { ...params, ...toUserIncludes('users', needs, context) }, userWhere.names),
  remember: rememberUser,
});
