import { explainLikeOrjson } from '../body.ts';
import { translations } from '../language.ts';
import { change } from '../names.ts';
import type { Release } from '../release.ts';
import { splitPhrases } from '../search.ts';
import { release2025_8 } from './release-2025.ts';

/** authentik 2025.10.0-rc1, as recorded: what the sandbox plays unless it is told otherwise. */
export const release2025_10: Release = {
  ...release2025_8,
  version: '2025.10.0-rc1',
  filters: change(release2025_8.filters, { role: { add: ['name'], drop: ['group__name'] } }),
  systemPermissions: [
    'view_initialpermissions',
    'delete_initialpermissions',
    'add_initialpermissions',
    'edit_system_settings',
    'assign_role_permissions',
    'change_initialpermissions',
    'delete_role',
    'add_role',
    'view_system_info',
    'unassign_role_permissions',
    'view_system_settings',
    'access_admin_interface',
    'change_role',
    'view_role',
  ],
  translations,
  explainJson: explainLikeOrjson,
  sayNotThere: (noun) => `No ${noun} matches the given query.`,
  search: { split: splitPhrases, isFirst: true, readsActivity: false },
  tokens: { ...release2025_8.tokens, needCredentials: false },
  users: { ...release2025_8.users, superuserFilterJoins: false, passwordIsRequired: true },
  usedBy: { ...release2025_8.usedBy, ownersAreTold: true },
};
