import { type Call, isIncluded } from '../call.ts';
import type { GroupRow, UserRow } from '../dataset.ts';
import { isSuperuser } from '../permissions.ts';
import { type Shown, show } from '../show.ts';

const partialGroup: Shown<GroupRow> = {
  pk: (group) => group.pk,
  num_pk: (group) => group.num_pk,
  name: (group) => group.name,
  is_superuser: (group) => group.is_superuser,
  parent: (group, { store }) => store.parentsOf(group)[0]?.pk ?? null,
  parent_name: (group, { store }) => store.parentsOf(group)[0]?.name ?? null,
  attributes: (group) => group.attributes,
};

const user: Shown<UserRow> = {
  pk: (row) => row.pk,
  username: (row) => row.username,
  name: (row) => row.name,
  is_active: (row) => row.is_active,
  last_login: (row) => row.last_login,
  date_joined: (row) => row.date_joined,
  is_superuser: (row, { store }) => isSuperuser(store, row),
  groups: (row, { store }) => store.groupsOf(row).map((group) => group.pk),
  groups_obj: (row, call) =>
    isIncluded(call.query, 'include_groups', true) ? call.store.groupsOf(row).map(toPartialGroupJson(call)) : null,
  roles: (row, { store }) => store.rolesOf(row).map((role) => role.pk),
  roles_obj: (row, { store, query }) => (isIncluded(query, 'include_roles', true) ? store.rolesOf(row) : null),
  email: (row) => row.email,
  avatar: (row) => row.avatar,
  attributes: (row) => row.attributes,
  uid: (row) => row.uid,
  path: (row) => row.path,
  type: (row) => row.type,
  uuid: (row) => row.uuid,
  password_change_date: (row) => row.password_change_date,
  last_updated: (row) => row.last_updated,
};

/** A user as lists, objects and tokens embed it. The `include_…` switches empty the `…_obj`, never the pks. */
export function toUserJson(row: UserRow, call: Call) {
  return show(user, call.release.fields.user)(row, call);
}

/** A user as a group embeds its members. */
export function toPartialUserJson(row: UserRow) {
  return {
    pk: row.pk,
    username: row.username,
    name: row.name,
    is_active: row.is_active,
    last_login: row.last_login,
    email: row.email,
    attributes: row.attributes,
    uid: row.uid,
  };
}

function toPartialGroupJson(call: Call) {
  const toJson = show(partialGroup, call.release.fields.partialGroup);
  return (group: GroupRow) => toJson(group, call);
}
