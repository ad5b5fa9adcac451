import { attributesFilter } from '../attributes-filter.ts';
import { type Call, isIncluded } from '../call.ts';
import type { GroupRow } from '../dataset.ts';
import { FieldProblem } from '../field-problem.ts';
import { anyOf, boolean, exactText, type Filters } from '../filters.ts';
import { by, byEach, byJson, type Orderings } from '../ordering.ts';
import { readInteger } from '../page.ts';
import type { Resource } from '../resource.ts';
import type { Use } from '../used-by.ts';
import { readUuid } from '../uuid.ts';
import { toPartialUserJson } from './user-json.ts';

const filters: Filters<GroupRow> = {
  name: exactText((group) => group.name),
  is_superuser: boolean((group) => group.is_superuser),
  // Members are checked against all users, whatever the caller may see.
  members_by_pk: anyOf({
    known: (store) => store.users().map((user) => String(user.pk)),
    read: (group, store) => store.membersOf(group).map((user) => String(user.pk)),
    check: (value) => {
      if (readInteger(value) === undefined) throw new FieldProblem(`“${value}” is not a valid value.`);
    },
  }),
  members_by_username: anyOf({
    known: (store) => store.users().map((user) => user.username),
    read: (group, store) => store.membersOf(group).map((user) => user.username),
  }),
  attributes: attributesFilter((group) => group.attributes),
};

const orderings: Orderings<GroupRow> = {
  pk: by((group) => group.pk),
  name: by((group) => group.name),
  is_superuser: by((group) => group.is_superuser),
  parent: by((group, store) => store.parentsOf(group)[0]?.pk ?? null),
  parent__name: by((group, store) => store.parentsOf(group)[0]?.name ?? null),
  users: byEach((group, store) => store.membersOf(group).map((user) => user.pk)),
  attributes: byJson((group) => group.attributes),
  roles: byEach((group) => group.roles),
  children: byEach((group, store) => store.childrenOf(group).map((child) => child.pk)),
};

/** `/core/groups/` (authentik/core/api/groups.py). */
export const groups: Resource<GroupRow> = {
  noun: 'Group',
  model: 'group',
  rows: (store) => store.groups(),
  pkOf: (group) => group.pk,
  // authentik also searches the text of the boolean, so that `search=true` finds superuser groups.
  searchTexts: (group) => [group.name, String(group.is_superuser)],
  filters,
  orderings,
  standardOrdering: 'name',
  readKey: (key) => {
    const pk = readUuid(key);
    return pk === undefined ? undefined : (group) => group.pk === pk;
  },
  toJson: toGroupJson,
  autocomplete: {},
};

function toGroupJson(group: GroupRow, { store, query }: Call) {
  const members = store.membersOf(group);
  const children = store.childrenOf(group);
  const [parent] = store.parentsOf(group);
  return {
    pk: group.pk,
    num_pk: group.num_pk,
    name: group.name,
    is_superuser: group.is_superuser,
    parent: parent?.pk ?? null,
    parent_name: parent?.name ?? null,
    users: members.map((user) => user.pk),
    users_obj: isIncluded(query, 'include_users', true) ? members.map(toPartialUserJson) : null,
    attributes: group.attributes,
    roles: group.roles,
    roles_obj: group.roles.flatMap((pk) => store.role(pk) ?? []),
    children: children.map((child) => child.pk),
    children_obj: isIncluded(query, 'include_children', false) ? children.map(toChildJson) : null,
  };
}

function toChildJson({ pk, name, is_superuser, attributes }: GroupRow) {
  return { pk, name, is_superuser, attributes, group_uuid: pk };
}

/** What refers to a group: its children, its roles and every member. */
export function usesOfGroup(group: GroupRow, { store }: Call): Use[] {
  return [
    ...store.childrenOf(group).map(
      (child): Use => ({
        ...{ permission: 'view_group', app: 'authentik_core', model_name: 'group' },
        ...{ pk: child.pk, name: `Group ${child.name}`, action: 'set_null' },
      }),
    ),
    ...group.roles.flatMap((pk): Use[] => {
      const role = store.role(pk);
      const kind = { permission: 'view_role', app: 'authentik_rbac', model_name: 'role' };
      return role ? [{ ...kind, pk, name: `Role ${role.name}`, action: 'cascade_many' }] : [];
    }),
    ...store.membersOf(group).map(
      (user): Use => ({
        ...{ permission: 'view_user', app: 'authentik_core', model_name: 'user' },
        ...{ pk: String(user.pk), name: user.username, action: 'cascade_many' },
      }),
    ),
  ];
}
