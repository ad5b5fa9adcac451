import type { GraphQLSchema } from 'graphql';
import './graphql/scalars.ts';
import { prefixSchema } from './federation/prefix.ts';
import { printSubgraph } from './federation/sdl.ts';
import { addSubgraphFields } from './federation/subgraph.ts';
import { builder } from './graphql/builder.ts';
import './resources/group/index.ts';
import './resources/role/index.ts';
import './resources/token/index.ts';
import './resources/used-by/index.ts';
import './resources/user/index.ts';
import './resources/viewer/index.ts';

const base = builder.toSchema();

/** A schema that can be executed, and what it is printed as. */
export interface ServedSchema {
  readonly schema: GraphQLSchema;
  /** The Federation 2 subgraph: types and fields in alphabetical order, without `_entities` and `_service`. */
  readonly sdl: string;
}

/** How a schema may differ from the one in `schema.graphql`. */
export interface SchemaOptions {
  /** What stands before the names of entities and root fields. */
  readonly prefix?: string;
  /** Entities that a router may ask for at once. */
  readonly maxRepresentations?: number;
}

/**
 * Creates the schema that a gateway serves. A new resource is one more import above.
 * @throws ConfigError when the prefix makes a name that is taken
 */
export function createSchema({ prefix = '', maxRepresentations = 100 }: SchemaOptions = {}): ServedSchema {
  const named = prefixSchema(base, prefix);
  const sdl = printSubgraph(named);
  return { schema: addSubgraphFields(named, { sdl, maxRepresentations }), sdl };
}

/** The schema without any setting; its SDL is committed as `schema.graphql`. */
export const { schema, sdl } = createSchema();
