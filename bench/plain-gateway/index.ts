import type { RequestListener } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { createContext, type PlainContext } from './context.ts';
import { resolvers } from './resolvers.ts';
import { createRest, type RestOptions } from './rest.ts';
import { typeDefs } from './schema.ts';

/**
 * What a competent developer has after an afternoon: Yoga, a schema by hand, a DataLoader per key and request, REST as it is
 * documented. It embeds what authentik embeds by default and shares what is asked for by the same key. To compare with.
 */
export function createPlainGateway(options: RestOptions): RequestListener {
  return createYoga<object, PlainContext>({
    schema: createSchema<PlainContext>({ typeDefs, resolvers }),
    context: ({ request }) => createContext(createRest(options, request.headers.get('authorization') ?? '')),
    graphqlEndpoint: '/graphql',
    logging: false,
    maskedErrors: false,
  });
}
