/**
 * What depends on the release the sandbox plays: 2025.10.0-rc1, as recorded in test/recordings/2025.10.0-rc1.
 * `/admin/version/` answers this, whatever release a data set was exported from.
 */
export const RELEASE = '2025.10.0-rc1';

/** Rows of a page when `page_size` is missing or no positive number; there is no maximum up to 2025.10. */
export const DEFAULT_PAGE_SIZE = 100;

/** The permissions of authentik_rbac, which `/core/users/me/` lists as `system_permissions`, in the recorded order. */
export const SYSTEM_PERMISSIONS: readonly string[] = [
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
];
