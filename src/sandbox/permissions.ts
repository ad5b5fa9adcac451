import type { Call } from './call.ts';
import type { UserRow } from './dataset.ts';
import type { Store } from './store.ts';

/** Whether one of the user's groups, or any ancestor of one, makes its members superusers. */
export function isSuperuser(store: Store, user: UserRow): boolean {
  return store.allGroupsOf(user).some((group) => group.is_superuser);
}

/** Whether the user holds the permission for every row. An inactive user holds none. */
export function mayEverywhere(store: Store, user: UserRow, permission: string): boolean {
  return user.is_active && (isSuperuser(store, user) || store.globalPermissionsOf(user).has(permission));
}

/** Whether the user holds the permission for the row with this primary key (as text), everywhere or on the row itself. */
export function mayOn(store: Store, user: UserRow, on: { readonly permission: string; readonly pk: string }): boolean {
  return mayEverywhere(store, user, on.permission) || store.objectsOf(user, on.permission).has(on.pk);
}

/** Gives a user a permission on one row; where users have roles, through one of their own, which comes with it. */
export function grantOn(
  { store, release }: Call,
  user: UserRow,
  { permission, pk }: { readonly permission: string; readonly pk: string },
): void {
  store.grant(user, permission, pk);
  const name = `ak-managed-role--user-${user.pk}`;
  const roles = store.rolesOf(user);
  if (!release.users.haveRoles || roles.some((role) => role.name === name)) return;
  const role = store.roles().find((one) => one.name === name) ?? { pk: store.mint.uuid(), name };
  store.saveRole(role);
  store.setRolesOf(
    user,
    [...roles, role].map((one) => one.pk),
  );
}
