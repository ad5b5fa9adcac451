import type { GraphQLResolveInfo } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { createInputError } from '../errors.ts';
import type { EntityDeclaration } from '../graphql/entity.ts';
import { toError } from '../graphql/read-list.ts';
import { parseRepresentation } from '../graphql/representation.ts';

const ARGUMENT = 'representations';

/** What a router asks for, and of what. */
interface Request {
  readonly entities: ReadonlyMap<string, EntityDeclaration>;
  readonly representations: readonly unknown[];
  readonly maxRepresentations: number;
}

// A row does not say what type it is of. It belongs to one operation, and so does what is noted of it here.
const typeNames = new WeakMap<object, string>();

/** The type of an entity that {@link resolveEntities} has answered. */
export function toTypeName(entity: object): string | undefined {
  return typeNames.get(entity);
}

/**
 * Loads entities through the loaders that everything else goes through, in the order of their representations. What fails,
 * fails alone: its place holds the error, which GraphQL reports there while the others survive.
 * @throws GatewayError `BAD_USER_INPUT` for too many
 */
export async function resolveEntities(
  { entities, representations, maxRepresentations }: Request,
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<(object | Error)[]> {
  if (representations.length > maxRepresentations) {
    throw createInputError([ARGUMENT], `Takes up to ${maxRepresentations} values.`);
  }
  const { needs } = context.plan.at(info);
  return Promise.all(
    representations.map(async (json, index) => {
      try {
        const { key, value, path, typeName } = parseRepresentation(entities, json, [ARGUMENT, String(index)]);
        const found = await key.load(value, { path, context, needs });
        typeNames.set(found, typeName);
        return found;
      } catch (error) {
        return toError(error);
      }
    }),
  );
}
