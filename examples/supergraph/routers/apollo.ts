/**
 * Apollo Gateway in front of a supergraph: `tsx apollo.ts <supergraph.graphql> <port>`. Prints its URL once it listens.
 * The router's secret comes from ROUTER_SECRET.
 */
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const [supergraphFile = 'supergraph.graphql', port = '4100'] = process.argv.slice(2);
const routerSecret = process.env.ROUTER_SECRET;

interface Caller {
  readonly authorization?: string | undefined;
}

/** The caller's token goes to authentik and to nobody else: whoever has it can do what the caller can. */
class Authentik extends RemoteGraphQLDataSource<Caller> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Caller>['willSendRequest']>>[0]) {
    if (context.authorization !== undefined) {
      request.http?.headers.set('authorization', context.authorization);
    }
    if (routerSecret !== undefined) {
      request.http?.headers.set('x-router-secret', routerSecret);
    }
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(supergraphFile, 'utf8'),
  buildService: ({ name, url }) =>
    name === 'authentik' ? new Authentik({ url: url ?? '' }) : new RemoteGraphQLDataSource({ url: url ?? '' }),
});

const server = new ApolloServer<Caller>({ gateway, introspection: true, includeStacktraceInErrorResponses: false });
const { url } = await startStandaloneServer<Caller>(server, {
  listen: { port: Number(port), host: '127.0.0.1' },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
process.stdout.write(`${url}graphql\n`);
