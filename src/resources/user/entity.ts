import { parseText, parseUserPk, parseUuid } from '../../authentik/path.ts';
import { entity } from '../../graphql/entity.ts';
import { userByPk, userByUsername, userByUuid } from './ref.ts';

/** The keys by which other subgraphs may refer to a `User`. authentik has no way to look up a `uid`. */
export const userEntity = entity([
  {
    field: 'id',
    load: async (id, { path, context, needs }) => userByPk(context).load(parseUserPk(id, path), { needs }),
  },
  {
    field: 'uuid',
    load: async (uuid, { path, context, needs }) => userByUuid(context).load(parseUuid(uuid, path), { needs }),
  },
  {
    field: 'username',
    load: async (name, { path, context, needs }) => userByUsername(context).load(parseText(name, path, 150), { needs }),
  },
  { field: 'uid' },
]);
