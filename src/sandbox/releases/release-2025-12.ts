import { translations } from '../language.ts';
import { change } from '../names.ts';
import type { Release } from '../release.ts';
import { release2025_10 } from './release-2025-10.ts';

/** authentik 2025.12.4, as recorded: groups with any number of parents, users with roles, bodies that are checked. */
export const release2025_12: Release = {
  ...release2025_10,
  version: '2025.12.4',
  fields: change(release2025_10.fields, {
    user: { add: ['roles', 'roles_obj'] },
    group: { add: ['parents', 'parents_obj', 'inherited_roles_obj'], drop: ['parent', 'parent_name'] },
    partialGroup: { drop: ['parent', 'parent_name'] },
    viewer: { add: ['roles'] },
  }),
  filters: change(release2025_10.filters, {
    user: { add: ['roles_by_name', 'roles_by_pk'] },
    role: { add: ['users', 'ak_groups'] },
  }),
  orderings: change(release2025_10.orderings, {
    user: { add: ['groups', 'roles'], drop: ['ak_groups'] },
    group: { add: ['parents'], drop: ['parent', 'parent__name'] },
  }),
  bodyFields: change(release2025_10.bodyFields, {
    user: { add: ['roles'] },
    group: { add: ['parents'], drop: ['parent', 'children'] },
  }),
  pageSize: { standard: 20, maximum: 100 },
  // The whole is kilobytes; nobody reads more than the name of the model.
  autocomplete: {
    user: { current_model: 'authentik_core.user', models: {} },
    group: { current_model: 'authentik_core.group', models: {} },
  },
  systemPermissions: [
    'delete_initialpermissions',
    'view_media_files',
    'view_system_info',
    'manage_media_files',
    'change_initialpermissions',
    'access_admin_interface',
    'change_role',
    'add_role',
    'add_initialpermissions',
    'unassign_role_permissions',
    'view_role',
    'edit_system_settings',
    'view_initialpermissions',
    'delete_role',
    'assign_role_permissions',
    'view_system_settings',
  ],
  translations: {
    ...translations,
    'You do not have permission to perform this action.': {
      de: 'Sie sind nicht berechtigt, diese Aktion durchzuführen.',
      fr: "Vous n'avez pas la permission d'effectuer cette action.",
    },
  },
  tokens: { ...release2025_10.tokens, canHaveNoTime: true, explainKey: true },
  users: {
    ...release2025_10.users,
    ...{ changeTakesPermissions: false, haveRoles: true, serviceAccountIsChecked: true },
  },
  groups: {
    ...release2025_10.groups,
    ...{ sayNameTaken: 'Group with this name already exists.' },
    ...{ rolesAreExclusive: false, explainMember: true },
  },
  usedBy: { ...release2025_10.usedBy, breaksForOthers: true, hasRoleGroups: false, hasAncestry: true },
};
