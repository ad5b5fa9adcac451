import { attributesFilter } from '../attributes-filter.ts';
import { anyOf } from '../choice-filters.ts';
import type { GroupRow } from '../dataset.ts';
import { FieldProblem } from '../field-problem.ts';
import { boolean, exactText, type Filters } from '../filters.ts';
import { by, byEach, byJson, type Orderings } from '../ordering.ts';
import { readInteger } from '../page.ts';
import type { Resource } from '../resource.ts';
import { readUuid } from '../uuid.ts';
import { toGroupJson } from './group-json.ts';

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
  parents: byEach((group, store) => store.parentsOf(group).map((parent) => parent.pk)),
  roles: byEach((group) => group.roles),
  children: byEach((group, store) => store.childrenOf(group).map((child) => child.pk)),
};

/** `/core/groups/` (authentik/core/api/groups.py). */
export const groups: Resource<GroupRow> = {
  noun: 'Group',
  model: 'group',
  rows: ({ store }) => store.groups(),
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
};
