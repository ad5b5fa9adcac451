import { type ExplainJson, explainLikeOrjson } from './body.ts';

/** Everything that depends on the release the sandbox plays. Handlers ask it and never compare versions. */
export type Release = {
  /** What `/admin/version/` answers, whatever release a data set was exported from. */
  readonly version: string;
  /** Rows of a page when `page_size` is missing or no positive number. */
  readonly standardPageSize: number;
  readonly explainJson: ExplainJson;
  /** Minutes until a token expires that the server gives its time, and the longest an app password may be given. */
  readonly tokenMinutes: number;
};

/** 2025.10.0-rc1, as recorded in test/recordings/2025.10.0-rc1. There is no maximum of rows on a page. */
export const RELEASE: Release = {
  version: '2025.10.0-rc1',
  standardPageSize: 100,
  explainJson: explainLikeOrjson,
  tokenMinutes: 30,
};

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
