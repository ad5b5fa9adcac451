import type { Answer, Call } from '../call.ts';
import { compareText } from '../compare.ts';
import type { RoleRow, UserRow } from '../dataset.ts';
import { isJsonObject, type Json } from '../jsonb.ts';
import { only } from '../names.ts';
import { isSuperuser } from '../permissions.ts';
import { notAuthenticated } from '../refusal.ts';
import { queryRows } from '../resource.ts';
import { type Shown, show } from '../show.ts';
import type { Store } from '../store.ts';
import { users } from './users.ts';

const viewer: Shown<UserRow> = {
  pk: (row) => row.pk,
  username: (row) => row.username,
  name: (row) => row.name,
  is_active: (row) => row.is_active,
  is_superuser: (row, { store }) => isSuperuser(store, row),
  groups: (row, { store }) => byName(store.allGroupsOf(row)).map(({ name, pk }) => ({ name, pk })),
  roles: (row, { store }) => byName(allRolesOf(store, row)).map(({ name, pk }) => ({ name, pk })),
  email: (row) => row.email,
  avatar: (row) => row.avatar,
  uid: (row) => row.uid,
  settings: (row, { store }) => mergeSettings([...byName(store.allGroupsOf(row)), row].map((one) => one.attributes)),
  type: (row) => row.type,
  system_permissions: (row, call) => systemPermissionsOf(call, row),
  is_current: () => true,
};

/** `/core/users/me/`: the caller, with the groups and roles of all levels by name. */
export function showMe(call: Call): Answer {
  const { caller, release } = call;
  if (!caller) throw notAuthenticated();
  const user = show(viewer, release.fields.viewer)(caller, call);
  return { body: only({ user, users: [user] }, release.fields.session), rows: 1 };
}

/** `/core/users/paths/`: the distinct paths of the users the query leaves, sorted; `search` is that of users. */
export function listPaths(call: Call): Answer {
  const paths = new Set(queryRows(users, call).rows.map((user) => user.path));
  return { body: { paths: [...paths].toSorted(compareText) }, rows: 0 };
}

function systemPermissionsOf({ store, release }: Call, user: UserRow): string[] {
  const granted = store.globalPermissionsOf(user);
  return release.systemPermissions.filter((name) => isSuperuser(store, user) || granted.has(name));
}

// Of the user and of all their groups, each once.
function allRolesOf(store: Store, user: UserRow): RoleRow[] {
  const pks = store.allGroupsOf(user).flatMap((group) => group.roles);
  return [...new Set([...store.rolesOf(user), ...pks.flatMap((pk) => store.role(pk) ?? [])])];
}

function byName<Row extends { readonly name: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => compareText(a.name, b.name));
}

// authentik merges groups by name, then the user: objects key by key, lists one after the other, the rest replaced.
function mergeSettings(sources: readonly { readonly [key: string]: Json }[]): Json {
  return sources.flatMap((source) => source.settings ?? []).reduce<Json>(merge, {});
}

function merge(base: Json, over: Json): Json {
  if (Array.isArray(base) && Array.isArray(over)) return [...base, ...over];
  if (!isJsonObject(base) || !isJsonObject(over)) return over;
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const own = merged.get(key);
    merged.set(key, own === undefined ? value : merge(own, value));
  }
  return Object.fromEntries(merged);
}
