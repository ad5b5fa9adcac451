import { change } from '../names.ts';
import type { Release } from '../release.ts';
import { release2024_12 } from './release-2024.ts';

/** As its OpenAPI document says; it was not recorded. */
export const release2025_2: Release = {
  ...release2024_12,
  version: '2025.2.0',
  fields: change(release2024_12.fields, { user: { add: ['password_change_date'] } }),
  orderings: change(release2024_12.orderings, { user: { add: ['password_change_date'] } }),
};

/** As its OpenAPI document says; it was not recorded. */
export const release2025_4: Release = {
  ...release2025_2,
  version: '2025.4.0',
  fields: change(release2025_2.fields, { user: { add: ['date_joined'] } }),
  orderings: change(release2025_2.orderings, { user: { add: ['date_joined'] } }),
};

/** As its OpenAPI document says; it was not recorded. */
export const release2025_6: Release = { ...release2025_4, version: '2025.6.0' };

const text = { type: 'str', nullable: false, options: null };
const types = ['internal', 'external', 'service_account', 'internal_service_account'];

/** As its OpenAPI document says; it was not recorded. The search app came with it. */
export const release2025_8: Release = {
  ...release2025_6,
  version: '2025.8.0',
  fields: change(release2025_6.fields, {
    user: { add: ['last_updated'] },
    group: { add: ['children', 'children_obj'] },
    list: { add: ['autocomplete'] },
  }),
  filters: change(release2025_6.filters, {
    user: { add: ['date_joined', 'last_updated'].flatMap((name) => [name, `${name}__gt`, `${name}__lt`]) },
  }),
  orderings: change(release2025_6.orderings, { user: { add: ['last_updated'] }, group: { add: ['children'] } }),
  bodyFields: change(release2025_6.bodyFields, { group: { add: ['children'] } }),
  search: { ...release2025_6.search, isFirst: true },
  autocomplete: {
    user: {
      current_model: 'authentik_core.user',
      models: {
        'authentik_core.user': {
          ...{ username: text, name: text, email: text, path: text },
          is_active: { type: 'bool', nullable: true, options: null },
          type: { type: 'str', nullable: false, options: types },
          attributes: { type: 'relation', nullable: false, options: null, relation: 'authentik_core.user_attributes' },
        },
      },
    },
  },
};
