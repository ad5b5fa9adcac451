import { change } from '../names.ts';
import type { Release } from '../release.ts';
import { release2025_12 } from './release-2025-12.ts';

/** authentik 2026.2.3-rc1, as recorded: `view_token` shows everybody's tokens, recovery is asked for with a body. */
export const release2026_2: Release = {
  ...release2025_12,
  version: '2026.2.3-rc1',
  filters: change(release2025_12.filters, {
    user: { add: ['last_login', 'last_login__gt', 'last_login__lt', 'last_login__isnull'] },
    role: { add: ['groups'], drop: ['ak_groups'] },
  }),
  systemPermissions: [
    'change_role',
    'view_media_files',
    'assign_role_permissions',
    'unassign_role_permissions',
    'delete_initialpermissions',
    'view_system_info',
    'add_initialpermissions',
    'view_role',
    'access_admin_interface',
    'change_initialpermissions',
    'add_role',
    'delete_role',
    'manage_media_files',
    'edit_system_settings',
    'view_initialpermissions',
    'view_system_settings',
  ],
  tokens: { ...release2025_12.tokens, areShownToViewers: true },
  users: { ...release2025_12.users, recoveryHasBody: true },
  usedBy: { ...release2025_12.usedBy, timesOfGroups: 2 },
};

/** As its OpenAPI document says; it was not recorded. */
export const release2026_5: Release = { ...release2026_2, version: '2026.5.4' };

/** As its OpenAPI document says; it was not recorded. */
export const release2026_8: Release = {
  ...release2026_5,
  version: '2026.8.3',
  fields: change(release2026_5.fields, { viewer: { add: ['is_current'] }, session: { add: ['users'] } }),
};
