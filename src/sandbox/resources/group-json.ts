import { type Call, isIncluded } from '../call.ts';
import type { GroupRow, RoleRow } from '../dataset.ts';
import { type Shown, show } from '../show.ts';
import { toPartialUserJson } from './user-json.ts';

const group: Shown<GroupRow> = {
  pk: (row) => row.pk,
  num_pk: (row) => row.num_pk,
  name: (row) => row.name,
  is_superuser: (row) => row.is_superuser,
  parent: (row, { store }) => store.parentsOf(row)[0]?.pk ?? null,
  parent_name: (row, { store }) => store.parentsOf(row)[0]?.name ?? null,
  parents: (row, { store }) => store.parentsOf(row).map((parent) => parent.pk),
  parents_obj: (row, { store, query }) =>
    isIncluded(query, 'include_parents', false) ? store.parentsOf(row).map(toRelatedJson) : null,
  users: (row, { store }) => store.membersOf(row).map((user) => user.pk),
  users_obj: (row, { store, query }) =>
    isIncluded(query, 'include_users', true) ? store.membersOf(row).map(toPartialUserJson) : null,
  attributes: (row) => row.attributes,
  roles: (row) => row.roles,
  roles_obj: (row, { store }) => row.roles.flatMap((pk) => store.role(pk) ?? []),
  inherited_roles_obj: (row, call) =>
    isIncluded(call.query, 'include_inherited_roles', false) ? inheritedRoles(row, call) : null,
  children: (row, { store }) => store.childrenOf(row).map((child) => child.pk),
  children_obj: (row, { store, query }) =>
    isIncluded(query, 'include_children', false) ? store.childrenOf(row).map(toRelatedJson) : null,
};

/** A group as lists and objects show it. */
export function toGroupJson(row: GroupRow, call: Call) {
  return show(group, call.release.fields.group)(row, call);
}

// A group as another one embeds it.
function toRelatedJson({ pk, name, is_superuser, attributes }: GroupRow) {
  return { pk, name, is_superuser, attributes, group_uuid: pk };
}

function inheritedRoles(row: GroupRow, { store }: Call): RoleRow[] {
  const pks = store.ancestorsOf(row).flatMap((ancestor) => ancestor.roles);
  return [...new Set(pks)].flatMap((pk) => (row.roles.includes(pk) ? [] : (store.role(pk) ?? [])));
}
