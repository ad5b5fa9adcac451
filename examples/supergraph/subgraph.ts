import type { RequestListener } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';

/** An entity as a router names it, with what `@requires` asks for. */
type Representation = Readonly<Record<string, unknown>>;

/** A subgraph: its SDL, its resolvers, and how each entity is found again. */
export interface SubgraphDefinition {
  readonly sdl: string;
  readonly resolvers: Readonly<Record<string, object>>;
  readonly entities: Readonly<Record<string, (representation: Representation) => object | undefined>>;
}

/** Serves a Federation 2 subgraph with GraphQL Yoga and no library for federation: what a router asks for is this much. */
export function createSubgraph({ sdl, resolvers, entities }: SubgraphDefinition): RequestListener {
  const schema = createSchema({
    typeDefs: [
      sdl,
      `scalar _Any
       type _Service { sdl: String! }
       union _Entity = ${Object.keys(entities).join(' | ')}
       extend type Query { _service: _Service!  _entities(representations: [_Any!]!): [_Entity]! }`,
    ],
    assumeValidSDL: true,
    resolvers: {
      ...resolvers,
      Query: {
        ...resolvers.Query,
        _service: () => ({ sdl }),
        _entities: (_root: unknown, { representations }: { readonly representations: readonly Representation[] }) =>
          representations.map((representation) => {
            const found = entities[String(representation.__typename)]?.(representation);
            return found && { ...found, __typename: representation.__typename };
          }),
      },
    },
  });
  const yoga = createYoga({ schema, graphiql: false, logging: false });
  return yoga;
}
