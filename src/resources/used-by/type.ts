import { createEnum } from '../../graphql/enum.ts';
import { usedByRef } from './ref.ts';

const action = createEnum('AuthentikUsedByAction', 'What happens to the referring object when this one is deleted.', {
  cascade: 'It is deleted too.',
  cascade_many: 'Only the connection between the two is deleted.',
  set_null: 'Its reference becomes null.',
  set_default: 'Its reference becomes the default.',
  left_dangling: 'Its reference stays and points nowhere (from 2025.12 on).',
});

usedByRef.implement({
  description: 'Another object in authentik that refers to this one, of whatever kind.',
  fields: (t) => ({
    app: t.exposeString('app', { description: 'The Django app of the referring object, e.g. `authentik_core`.' }),
    modelName: t.string({
      description: 'The model of the referring object, e.g. `group`.',
      resolve: (row) => row.model_name,
    }),
    pk: t.exposeString('pk', { description: 'The referring object’s primary key, in whatever form its model has.' }),
    name: t.exposeString('name', { description: 'The referring object’s name for people.' }),
    action: t.field({
      type: action.ref,
      description: 'What deleting this object would do to the referring one.',
      resolve: (row) => action.toValue(row.action),
    }),
  }),
});
