import { parseText, parseUuid } from '../../authentik/path.ts';
import { entity } from '../../graphql/entity.ts';
import { groupByName, groupByPk } from './ref.ts';

/** The keys by which other subgraphs may refer to a `Group`. */
export const groupEntity = entity([
  {
    field: 'id',
    load: async (id, { path, context, needs }) => groupByPk(context).load(parseUuid(id, path), { needs }),
  },
  {
    field: 'name',
    load: async (name, { path, context, needs }) => groupByName(context).load(parseText(name, path), { needs }),
  },
]);
