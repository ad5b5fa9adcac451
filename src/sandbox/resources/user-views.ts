import type { Answer, Call } from '../call.ts';
import { compareText } from '../compare.ts';
import type { UserRow } from '../dataset.ts';
import { isJsonObject, type Json } from '../jsonb.ts';
import { isSuperuser } from '../permissions.ts';
import { notAuthenticated } from '../refusal.ts';
import { SYSTEM_PERMISSIONS } from '../release.ts';
import { queryRows } from '../resource.ts';
import type { Store } from '../store.ts';
import type { Use } from '../used-by.ts';
import { users } from './users.ts';

/** `/core/users/me/`: the caller, with the groups of all levels by name. */
export function showMe({ store, caller }: Call): Answer {
  if (!caller) throw notAuthenticated();
  const groups = store.allGroupsOf(caller).toSorted((a, b) => compareText(a.name, b.name));
  const user = {
    pk: caller.pk,
    username: caller.username,
    name: caller.name,
    is_active: caller.is_active,
    is_superuser: isSuperuser(store, caller),
    groups: groups.map(({ name, pk }) => ({ name, pk })),
    email: caller.email,
    avatar: caller.avatar,
    uid: caller.uid,
    settings: mergeSettings([...groups.map((group) => group.attributes), caller.attributes]),
    type: caller.type,
    system_permissions: systemPermissionsOf(store, caller),
  };
  return { body: { user }, rows: 1 };
}

/** `/core/users/paths/`: the distinct paths of the users the query leaves, sorted; `search` is that of users. */
export function listPaths(call: Call): Answer {
  const paths = new Set(queryRows(users, call).rows.map((user) => user.path));
  return { body: { paths: [...paths].toSorted(compareText) }, rows: 0 };
}

/** What refers to a user: its direct groups, and Django's own group behind each role of these. */
export function usesOfUser(user: UserRow, { store }: Call): Use[] {
  const groups = store.groupsOf(user);
  const roles = new Set(groups.flatMap((group) => group.roles));
  return [
    ...groups.map((group) => use('authentik_core', 'group', { pk: group.pk, name: `Group ${group.name}` })),
    ...store.roles().flatMap((role, index) => {
      // Each role has a Django group of its own, numbered in the order of creation.
      return roles.has(role.pk) ? [use('auth', 'group', { pk: String(index + 1), name: role.name })] : [];
    }),
  ];
}

function use(app: string, model: string, row: { readonly pk: string; readonly name: string }): Use {
  const permission = app === 'auth' ? `auth.view_${model}` : `view_${model}`;
  return { permission, app, model_name: model, ...row, action: 'cascade_many' };
}

function systemPermissionsOf(store: Store, user: UserRow): string[] {
  const granted = store.globalPermissionsOf(user);
  return SYSTEM_PERMISSIONS.filter((name) => isSuperuser(store, user) || granted.has(name));
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
