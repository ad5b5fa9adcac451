import type { GroupRow, RoleRow, SandboxDataset, UserRow } from '../dataset.ts';
import { createRelation } from '../relation.ts';
import { createFamily, type Family } from './family.ts';

/** Users, groups and roles of a store, and who belongs to what. Rows are never changed in place. */
export type Directory = Family & {
  readonly users: () => readonly UserRow[];
  readonly groups: () => readonly GroupRow[];
  readonly roles: () => readonly RoleRow[];
  readonly user: (pk: number) => UserRow | undefined;
  readonly group: (pk: string) => GroupRow | undefined;
  readonly role: (pk: string) => RoleRow | undefined;
  /** The next number of PostgreSQL's sequence. A write that fails in the database has taken one, too. */
  readonly takeUserPk: () => number;
  readonly saveUser: (user: UserRow) => void;
  readonly deleteUser: (user: UserRow) => void;
  readonly saveGroup: (group: GroupRow) => void;
  readonly deleteGroup: (group: GroupRow) => void;
  readonly saveRole: (role: RoleRow) => void;
  /** Roles given to the user directly, not by groups. */
  readonly rolesOf: (user: UserRow) => readonly RoleRow[];
  readonly setRolesOf: (user: UserRow, pks: readonly string[]) => void;
};

/** A directory over copies of the data set's tables. */
export function createDirectory(dataset: SandboxDataset): Directory {
  const users = new Map<number, UserRow>(
    dataset.users.map(({ groups: _, roles: __, is_superuser: ___, ...row }) => [row.pk, row] as const),
  );
  const groups = new Map<string, GroupRow>(
    dataset.groups.map(({ users: _, parents: __, children: ___, ...row }) => [row.pk, row] as const),
  );
  const roles = new Map(dataset.roles.map((row) => [row.pk, row]));
  const family = createFamily({
    users,
    groups,
    memberships: readMemberships(dataset),
    parents: readParents(dataset),
  });
  const holdings = createRelation<number, string>();
  for (const user of dataset.users) holdings.setRights(user.pk, user.roles);
  let lastPk = Math.max(0, ...users.keys());
  return {
    users: () => [...users.values()],
    groups: () => [...groups.values()],
    roles: () => [...roles.values()],
    user: (pk) => users.get(pk),
    group: (pk) => groups.get(pk),
    role: (pk) => roles.get(pk),
    takeUserPk: () => {
      lastPk += 1;
      return lastPk;
    },
    saveUser: (user) => users.set(user.pk, user),
    deleteUser: (user) => users.delete(user.pk),
    saveGroup: (group) => groups.set(group.pk, group),
    deleteGroup: (group) => groups.delete(group.pk),
    saveRole: (role) => roles.set(role.pk, role),
    rolesOf: (user) => holdings.rightsOf(user.pk).flatMap((pk) => roles.get(pk) ?? []),
    setRolesOf: (user, pks) => holdings.setRights(user.pk, pks),
    ...family,
  };
}

// A membership may stand on the user, on the group or on both.
function readMemberships(dataset: SandboxDataset) {
  const memberships = createRelation<number, string>();
  for (const user of dataset.users) for (const pk of user.groups) memberships.add(user.pk, pk);
  for (const group of dataset.groups) for (const pk of group.users) memberships.add(pk, group.pk);
  return memberships;
}

function readParents(dataset: SandboxDataset) {
  const parents = createRelation<string, string>();
  for (const group of dataset.groups) for (const parent of group.parents) parents.add(group.pk, parent);
  return parents;
}
