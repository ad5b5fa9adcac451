import type { RoleRow } from '../dataset.ts';
import { exactText } from '../filters.ts';
import { by } from '../ordering.ts';
import type { Resource } from '../resource.ts';
import { readUuid } from '../uuid.ts';

/** `/rbac/roles/` (authentik/rbac/api/roles.py); the filter was called `group__name` before 2025.10. */
export const roles: Resource<RoleRow> = {
  noun: 'Role',
  model: 'role',
  rows: (store) => store.roles(),
  pkOf: (role) => role.pk,
  searchTexts: (role) => [role.name],
  filters: { name: exactText((role) => role.name) },
  orderings: { pk: by((role) => role.pk), name: by((role) => role.name) },
  standardOrdering: 'name',
  readKey: (key) => {
    const pk = readUuid(key);
    return pk === undefined ? undefined : (role) => role.pk === pk;
  },
  toJson: ({ pk, name }) => ({ pk, name }),
  autocomplete: {},
};
