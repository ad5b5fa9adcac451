import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import type { GatewayContext } from '../context.ts';
import type { Needs } from './plan.ts';

/** What a key's loader gets beside the value: how to name it in errors, and what the selection asks for. */
interface KeyUse {
  readonly path: readonly string[];
  readonly context: GatewayContext;
  readonly needs: Needs;
}

/** One field by which other subgraphs may refer to an entity. */
export interface EntityKey {
  /** A field of the type, `ID!` or `String!`. */
  readonly field: string;
  /**
   * Loads the entity by the value that another subgraph holds, which it must check first. Left out where authentik cannot
   * look it up: others may hold such a key and answer for it themselves, but nobody enters here by it.
   */
  readonly load?: (value: string, use: KeyUse) => Promise<object>;
}

/** What makes an object type an entity of the supergraph; keys that are cheaper to load come first. */
export interface EntityDeclaration {
  readonly keys: readonly EntityKey[];
}

type EntityExtensions = Readonly<Record<string, unknown>> & { readonly entity: EntityDeclaration };

/** A type's declaration as an entity, as its Pothos `extensions`. */
export function entity(keys: readonly EntityKey[]): EntityExtensions {
  return { entity: { keys } };
}

/** Every entity of a schema by the name of its type, in alphabetical order. */
export function getEntities(schema: GraphQLSchema): ReadonlyMap<string, EntityDeclaration> {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const found = types.flatMap(({ name, extensions }) =>
    isEntityExtensions(extensions) ? [[name, extensions.entity] as const] : [],
  );
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isEntityExtensions(extensions: object): extensions is EntityExtensions {
  return 'entity' in extensions;
}
