import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { print } from 'graphql';
import { createYoga, type YogaInitialContext } from 'graphql-yoga';
import { type Listening, listen } from '../../../src/server.ts';
import type { Router } from './router-process.ts';
import { ROUTER_SECRET } from './services.ts';

/** A router in this process: the stitching that Hive Gateway is built on, and nothing around it. */
export async function startLightRouter(supergraphSdl: string): Promise<Router> {
  const schema = getStitchedSchemaFromSupergraphSdl({
    supergraphSdl,
    onSubschemaConfig: (subschema) => {
      const isAuthentik = subschema.name.toLowerCase() === 'authentik';
      subschema.executor = async ({ document, variables, context }) => {
        // What Yoga makes of every request.
        const { request } = context as unknown as YogaInitialContext;
        const response = await fetch(subschema.endpoint, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(isAuthentik
              ? { authorization: request.headers.get('authorization') ?? '', 'x-router-secret': ROUTER_SECRET }
              : {}),
          },
          body: JSON.stringify({ query: print(document), variables }),
        });
        return response.json();
      };
    },
    batch: true,
  });
  const server: Listening = await listen(createYoga({ schema, logging: false }), { host: '127.0.0.1', port: 0 });
  return { url: `http://127.0.0.1:${server.port}/graphql`, stop: () => server.close() };
}
