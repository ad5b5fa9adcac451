import { attributesFilter } from '../attributes-filter.ts';
import { anyOf } from '../choice-filters.ts';
import type { UserRow } from '../dataset.ts';
import { FieldProblem } from '../field-problem.ts';
import { boolean, booleanOfEach, exactText, type Filters, momentRange, startOfText, uuid } from '../filters.ts';
import { by, byEach, byJson, byTime, type Orderings } from '../ordering.ts';
import { readInteger } from '../page.ts';
import type { Resource } from '../resource.ts';
import type { Store } from '../store.ts';
import { readUuid } from '../uuid.ts';
import { toUserJson } from './user-json.ts';

/** All types of users. */
export const USER_TYPES = ['internal', 'external', 'service_account', 'internal_service_account'] as const;

const groupFlags = (user: UserRow, store: Store) => store.groupsOf(user).map((group) => group.is_superuser);
const ofEachGroup = booleanOfEach(groupFlags);
const ofAnyGroup = boolean((user: UserRow, store) => groupFlags(user, store).includes(true));

const filters: Filters<UserRow> = {
  username: exactText((user) => user.username),
  email: exactText((user) => user.email),
  name: exactText((user) => user.name),
  path: exactText((user) => user.path),
  path_startswith: startOfText((user) => user.path),
  uuid: uuid((user) => user.uuid),
  is_active: boolean((user) => user.is_active),
  // Direct memberships only, while the field of the same name also counts ancestors.
  is_superuser: (values, store, release) =>
    (release.users.superuserFilterJoins ? ofEachGroup : ofAnyGroup)(values, store, release),
  ...momentRange('date_joined', (user) => user.date_joined),
  ...momentRange('last_updated', (user) => user.last_updated),
  ...momentRange('last_login', (user) => user.last_login),
  last_login__isnull: boolean((user) => user.last_login === null),
  type: anyOf({ known: () => USER_TYPES, read: (user) => [user.type] }),
  groups_by_name: anyOf({
    known: (store) => store.groups().map((group) => group.name),
    read: (user, store) => store.groupsOf(user).map((group) => group.name),
  }),
  groups_by_pk: anyOf({
    known: (store) => store.groups().map((group) => group.pk),
    read: (user, store) => store.groupsOf(user).map((group) => group.pk),
    check: demandUuid,
  }),
  roles_by_name: anyOf({
    known: (store) => store.roles().map((role) => role.name),
    read: (user, store) => store.rolesOf(user).map((role) => role.name),
  }),
  roles_by_pk: anyOf({
    known: (store) => store.roles().map((role) => role.pk),
    read: (user, store) => store.rolesOf(user).map((role) => role.pk),
    check: demandUuid,
  }),
  attributes: attributesFilter((user) => user.attributes),
};

const byGroup = byEach((user: UserRow, store) => store.groupsOf(user).map((group) => group.pk));

const orderings: Orderings<UserRow> = {
  pk: by((user) => user.pk),
  username: by((user) => user.username),
  name: by((user) => user.name),
  is_active: by((user) => user.is_active),
  last_login: byTime((user) => user.last_login),
  date_joined: byTime((user) => user.date_joined),
  is_superuser: 'crash',
  ak_groups: byGroup,
  groups: byGroup,
  roles: byEach((user, store) => store.rolesOf(user).map((role) => role.pk)),
  email: by((user) => user.email),
  attributes: byJson((user) => user.attributes),
  path: by((user) => user.path),
  type: by((user) => user.type),
  uuid: by((user) => user.uuid),
  password_change_date: byTime((user) => user.password_change_date),
  last_updated: byTime((user) => user.last_updated),
};

/** `/core/users/` (authentik/core/api/users.py). */
export const users: Resource<UserRow> = {
  noun: 'User',
  model: 'user',
  rows: ({ store }) => store.users(),
  pkOf: (user) => String(user.pk),
  searchTexts: (user, { release }) => [
    ...[user.email, user.name, user.uuid, user.username],
    ...(release.search.readsActivity ? [String(user.is_active)] : []),
  ],
  filters,
  orderings,
  standardOrdering: 'username,date_joined,last_updated',
  readKey: (key) => {
    const pk = readInteger(key);
    return pk === undefined ? undefined : (user) => user.pk === pk;
  },
  toJson: toUserJson,
};

function demandUuid(value: string): void {
  if (readUuid(value) === undefined) throw new FieldProblem(`“${value}” is not a valid UUID.`);
}
