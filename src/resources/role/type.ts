import { roleRef } from './ref.ts';

roleRef.implement({
  description: 'A bundle of permissions (authentik RBAC) that groups, and from 2025.12 on users, can hold.',
  fields: (t) => ({
    pk: t.exposeString('pk', { description: 'The role’s UUID.' }),
    name: t.exposeString('name', { description: 'The role’s name, unique in authentik.' }),
  }),
});
