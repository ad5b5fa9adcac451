import { attributesFilter } from '../attributes-filter.ts';
import type { UserRow } from '../dataset.ts';
import { FieldProblem } from '../field-problem.ts';
import { anyOf, boolean, exactText, type Filters, momentRange, startOfText, uuid } from '../filters.ts';
import { by, byEach, byJson, byTime, type Orderings } from '../ordering.ts';
import { readInteger } from '../page.ts';
import type { Resource } from '../resource.ts';
import { readUuid } from '../uuid.ts';
import { toUserJson } from './user-json.ts';

/** All types of users. */
export const USER_TYPES = ['internal', 'external', 'service_account', 'internal_service_account'] as const;

const filters: Filters<UserRow> = {
  username: exactText((user) => user.username),
  email: exactText((user) => user.email),
  name: exactText((user) => user.name),
  path: exactText((user) => user.path),
  path_startswith: startOfText((user) => user.path),
  uuid: uuid((user) => user.uuid),
  is_active: boolean((user) => user.is_active),
  // Direct memberships only, while the field of the same name also counts ancestors.
  is_superuser: boolean((user, store) => store.groupsOf(user).some((group) => group.is_superuser)),
  ...momentRange('date_joined', (user) => user.date_joined),
  ...momentRange('last_updated', (user) => user.last_updated),
  type: anyOf({ known: () => USER_TYPES, read: (user) => [user.type] }),
  groups_by_name: anyOf({
    known: (store) => store.groups().map((group) => group.name),
    read: (user, store) => store.groupsOf(user).map((group) => group.name),
  }),
  groups_by_pk: anyOf({
    known: (store) => store.groups().map((group) => group.pk),
    read: (user, store) => store.groupsOf(user).map((group) => group.pk),
    check: (value) => {
      if (readUuid(value) === undefined) throw new FieldProblem(`“${value}” is not a valid UUID.`);
    },
  }),
  attributes: attributesFilter((user) => user.attributes),
};

const orderings: Orderings<UserRow> = {
  pk: by((user) => user.pk),
  username: by((user) => user.username),
  name: by((user) => user.name),
  is_active: by((user) => user.is_active),
  last_login: byTime((user) => user.last_login),
  date_joined: byTime((user) => user.date_joined),
  is_superuser: 'crash',
  ak_groups: byEach((user, store) => store.groupsOf(user).map((group) => group.pk)),
  email: by((user) => user.email),
  attributes: byJson((user) => user.attributes),
  path: by((user) => user.path),
  type: by((user) => user.type),
  uuid: by((user) => user.uuid),
  password_change_date: byTime((user) => user.password_change_date),
  last_updated: byTime((user) => user.last_updated),
};

const text = { type: 'str', nullable: false, options: null };

/** `/core/users/` (authentik/core/api/users.py). */
export const users: Resource<UserRow> = {
  noun: 'User',
  model: 'user',
  rows: (store) => store.users(),
  pkOf: (user) => String(user.pk),
  searchTexts: (user) => [user.email, user.name, user.uuid, user.username],
  filters,
  orderings,
  standardOrdering: 'username,date_joined,last_updated',
  readKey: (key) => {
    const pk = readInteger(key);
    return pk === undefined ? undefined : (user) => user.pk === pk;
  },
  toJson: toUserJson,
  autocomplete: {
    current_model: 'authentik_core.user',
    models: {
      'authentik_core.user': {
        username: text,
        name: text,
        email: text,
        path: text,
        is_active: { type: 'bool', nullable: true, options: null },
        type: { type: 'str', nullable: false, options: USER_TYPES },
        attributes: { type: 'relation', nullable: false, options: null, relation: 'authentik_core.user_attributes' },
      },
    },
  },
};
