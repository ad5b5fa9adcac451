import { explainLikePython } from '../body.ts';
import { names } from '../names.ts';
import type { Release } from '../release.ts';
import { splitWords } from '../search.ts';

const USER_ORDERINGS = 'pk username name is_active last_login is_superuser ak_groups email attributes path type uuid';

/** authentik 2024.6.5, as recorded. The first of the chain: it states everything, those after it what they change. */
export const release2024_6: Release = {
  version: '2024.6.5',
  fields: {
    user: names(
      'pk username name is_active last_login is_superuser groups groups_obj email avatar attributes uid path type uuid',
    ),
    group: names('pk num_pk name is_superuser parent parent_name users users_obj attributes roles roles_obj'),
    partialGroup: names('pk num_pk name is_superuser parent parent_name attributes'),
    viewer: names('pk username name is_active is_superuser groups email avatar uid settings type system_permissions'),
    session: names('user'),
    version: names('version_current version_latest version_latest_valid build_hash outdated'),
    list: names('pagination results'),
  },
  filters: {
    user: names(
      'attributes email groups_by_name groups_by_pk is_active is_superuser name path path_startswith type username uuid',
    ),
    group: names('attributes is_superuser members_by_pk members_by_username name'),
    token: names('description expires expiring identifier intent managed user__username'),
    role: names('group__name'),
  },
  orderings: {
    user: names(USER_ORDERINGS),
    group: names('pk name is_superuser parent parent__name users attributes roles'),
    token: names('pk managed identifier intent user description expires expiring'),
    role: names('pk name'),
  },
  bodyFields: {
    user: names('username name is_active last_login groups email attributes path type'),
    group: names('name is_superuser parent users attributes roles'),
  },
  pageSize: { standard: 100, maximum: Number.POSITIVE_INFINITY },
  autocomplete: {},
  systemPermissions: [
    'edit_system_settings',
    'view_role',
    'delete_role',
    'add_role',
    'assign_role_permissions',
    'view_system_info',
    'access_admin_interface',
    'change_role',
    'unassign_role_permissions',
    'view_system_settings',
  ],
  translations: undefined,
  explainJson: explainLikePython,
  sayNotThere: () => 'Not found.',
  search: { split: splitWords, isFirst: false, readsActivity: true },
  tokens: {
    ...{ minutes: 30, needCredentials: true, areShownToViewers: false },
    ...{ canHaveNoTime: false, explainKey: false },
  },
  users: {
    ...{ superuserFilterJoins: true, changeTakesPermissions: true, haveRoles: false },
    ...{ passwordIsRequired: false, serviceAccountIsChecked: false, recoveryHasBody: false },
  },
  groups: {
    ...{ longestName: 80, sayNameTaken: 'This field must be unique.' },
    ...{ rolesAreExclusive: true, explainMember: false },
  },
  usedBy: {
    ...{ ownersAreTold: false, breaksForOthers: false, hasRoleGroups: true, hasAncestry: false, timesOfGroups: 1 },
  },
};
