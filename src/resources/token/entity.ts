import { parseIdentifier } from '../../authentik/path.ts';
import { entity } from '../../graphql/entity.ts';
import { tokenByIdentifier } from './ref.ts';

/** The key by which other subgraphs may refer to a `Token`: authentik has no way to look up its UUID. */
export const tokenEntity = entity([
  {
    field: 'identifier',
    load: async (identifier, { path, context, needs }) =>
      tokenByIdentifier(context).load(parseIdentifier(identifier, path), { needs }),
  },
]);
