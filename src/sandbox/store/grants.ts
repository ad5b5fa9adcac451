import type { SandboxDataset, UserRow } from '../dataset.ts';

/** Permissions given to single users. Those that a superuser has come from groups and stand nowhere. */
export type Grants = {
  readonly globalPermissionsOf: (user: UserRow) => ReadonlySet<string>;
  /** Primary keys, as text, of the rows for which the user holds the permission on the row itself. */
  readonly objectsOf: (user: UserRow, permission: string) => ReadonlySet<string>;
  /** Gives the permission on one row, by its primary key as text. */
  readonly grant: (user: UserRow, permission: string, pk: string) => void;
  readonly clearGlobalPermissions: (user: UserRow) => void;
};

/** The grants of a data set, which names users by username; here they stay with the user who had the name at the start. */
export function createGrants(dataset: SandboxDataset): Grants {
  const everywhere = new Map<number, ReadonlySet<string>>();
  const onRows = new Map<string, Set<string>>();
  const slot = (user: { readonly pk: number }, permission: string) => `${user.pk} ${permission}`;
  for (const user of dataset.users) {
    everywhere.set(user.pk, new Set(own(dataset.globalPermissions, user.username)));
    for (const [permission, pks] of Object.entries(own(dataset.objectPermissions, user.username) ?? {})) {
      onRows.set(slot(user, permission), new Set(pks));
    }
  }
  return {
    globalPermissionsOf: (user) => everywhere.get(user.pk) ?? new Set(),
    objectsOf: (user, permission) => onRows.get(slot(user, permission)) ?? new Set(),
    grant: (user, permission, pk) => {
      const pks = onRows.get(slot(user, permission)) ?? new Set();
      onRows.set(slot(user, permission), pks.add(pk));
    },
    clearGlobalPermissions: (user) => everywhere.delete(user.pk),
  };
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
