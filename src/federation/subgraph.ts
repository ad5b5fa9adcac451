import {
  type GraphQLFieldResolver,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
} from 'graphql';
import type { GatewayContext } from '../context.ts';
import { type EntityDeclaration, getEntities } from '../graphql/entity.ts';
import { planned } from '../graphql/plan-declaration.ts';
import { ENTITIES_FIELD, SERVICE_FIELD } from './names.ts';
import { resolveEntities, toTypeName } from './resolve-entities.ts';

/** What a subgraph tells a router of itself, and how much it lets it ask for at once. */
export interface SubgraphOptions {
  /** What `_service` answers. */
  readonly sdl: string;
  /** Representations that one `_entities` may have. */
  readonly maxRepresentations: number;
}

const anyScalar = new GraphQLScalarType({
  name: '_Any',
  description: 'An entity as a router names it: an object with `__typename` and one of the type’s keys.',
});

const service = new GraphQLObjectType({
  name: '_Service',
  description: 'What this subgraph tells a router of itself.',
  fields: {
    sdl: {
      type: new GraphQLNonNull(GraphQLString),
      description: 'The schema as composition needs it, with federation’s directives; the same as `schema.graphql`.',
    },
  },
});

/**
 * Adds what routers ask a subgraph for: `_service` and `_entities`. They are always there; who may use them is decided
 * before an operation runs, see `access.ts`.
 * Source: https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec
 */
export function addSubgraphFields(schema: GraphQLSchema, options: SubgraphOptions): GraphQLSchema {
  const entities = getEntities(schema);
  const query = schema.getQueryType();
  if (!query) {
    throw new TypeError('expected a schema with a query type, but got: none');
  }
  const { fields, ...config } = query.toConfig();
  return new GraphQLSchema({
    ...schema.toConfig(),
    types: schema.toConfig().types.filter((type) => type !== query),
    query: new GraphQLObjectType({
      ...config,
      fields: {
        ...fields,
        [SERVICE_FIELD]: {
          type: new GraphQLNonNull(service),
          description: 'The schema for a router that composes it. Costs nothing upstream.',
          resolve: () => ({ sdl: options.sdl }),
        },
        [ENTITIES_FIELD]: entitiesField(schema, entities, options),
      },
    }),
  });
}

function entitiesField(
  schema: GraphQLSchema,
  entities: ReadonlyMap<string, EntityDeclaration>,
  { maxRepresentations }: SubgraphOptions,
) {
  const union = new GraphQLUnionType({
    name: '_Entity',
    description: 'Whatever other subgraphs can refer to.',
    types: [...entities.keys()].map((name) => schema.getType(name)).filter((type) => type instanceof GraphQLObjectType),
    resolveType: toTypeName,
  });
  const list = (type: GraphQLOutputType) => new GraphQLNonNull(new GraphQLList(type));
  return {
    type: list(union),
    description:
      'As many entities as representations, in their order, for routers; null, with an error at its place, for each that fails.',
    args: {
      representations: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(anyScalar))),
        description: `Up to ${maxRepresentations} entities to load; repeated ones cost nothing.`,
      },
    },
    extensions: planned({ fetches: 'entities' }),
    resolve: createResolver(entities, maxRepresentations),
  };
}

function createResolver(
  entities: ReadonlyMap<string, EntityDeclaration>,
  maxRepresentations: number,
): GraphQLFieldResolver<unknown, GatewayContext, { readonly representations: readonly unknown[] }> {
  return (...[, { representations }, context, info]) =>
    resolveEntities({ entities, maxRepresentations, representations }, context, info);
}
