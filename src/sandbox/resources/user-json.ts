import { type Call, isIncluded } from '../call.ts';
import type { GroupRow, UserRow } from '../dataset.ts';
import { isSuperuser } from '../permissions.ts';
import type { Store } from '../store.ts';

/** A user as lists, objects and tokens embed it. `include_groups=false` empties `groups_obj`, never `groups`. */
export function toUserJson(user: UserRow, { store, query }: Call) {
  const groups = store.groupsOf(user);
  return {
    pk: user.pk,
    username: user.username,
    name: user.name,
    is_active: user.is_active,
    last_login: user.last_login,
    date_joined: user.date_joined,
    is_superuser: isSuperuser(store, user),
    groups: groups.map((group) => group.pk),
    groups_obj: isIncluded(query, 'include_groups', true)
      ? groups.map((group) => toPartialGroupJson(group, store))
      : null,
    email: user.email,
    avatar: user.avatar,
    attributes: user.attributes,
    uid: user.uid,
    path: user.path,
    type: user.type,
    uuid: user.uuid,
    password_change_date: user.password_change_date,
    last_updated: user.last_updated,
  };
}

/** A user as a group embeds its members. */
export function toPartialUserJson(user: UserRow) {
  return {
    pk: user.pk,
    username: user.username,
    name: user.name,
    is_active: user.is_active,
    last_login: user.last_login,
    email: user.email,
    attributes: user.attributes,
    uid: user.uid,
  };
}

function toPartialGroupJson(group: GroupRow, store: Store) {
  const [parent] = store.parentsOf(group);
  return {
    pk: group.pk,
    num_pk: group.num_pk,
    name: group.name,
    is_superuser: group.is_superuser,
    parent: parent?.pk ?? null,
    parent_name: parent?.name ?? null,
    attributes: group.attributes,
  };
}
