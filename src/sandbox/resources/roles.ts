import { theOne } from '../choice-filters.ts';
import type { RoleRow } from '../dataset.ts';
import { exactText, type Filter } from '../filters.ts';
import { by } from '../ordering.ts';
import { readInteger } from '../page.ts';
import type { Resource } from '../resource.ts';
import { readUuid } from '../uuid.ts';

const ofGroup: Filter<RoleRow> = theOne({
  find: (value, store) => store.group(readUuid(value) ?? ''),
  test: (role, group) => group.roles.includes(role.pk),
});

/** `/rbac/roles/` (authentik/rbac/api/roles.py). */
export const roles: Resource<RoleRow> = {
  noun: 'Role',
  model: 'role',
  rows: ({ store }) => store.roles(),
  pkOf: (role) => role.pk,
  searchTexts: (role) => [role.name],
  filters: {
    // The name of Django's own group behind the role, which is the role's.
    group__name: exactText((role) => role.name),
    name: exactText((role) => role.name),
    users: theOne({
      find: (value, store) => store.user(readInteger(value) ?? -1),
      test: (role, user, store) => store.rolesOf(user).includes(role),
    }),
    ak_groups: ofGroup,
    groups: ofGroup,
  },
  orderings: { pk: by((role) => role.pk), name: by((role) => role.name) },
  standardOrdering: 'name',
  readKey: (key) => {
    const pk = readUuid(key);
    return pk === undefined ? undefined : (role) => role.pk === pk;
  },
  toJson: ({ pk, name }) => ({ pk, name }),
};
