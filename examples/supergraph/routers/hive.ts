/**
 * Hive Gateway in front of a supergraph: `tsx hive.ts <supergraph.graphql> <port>`. Prints its URL once it listens.
 * The router's secret comes from ROUTER_SECRET.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';

const [supergraphFile = 'supergraph.graphql', port = '4100'] = process.argv.slice(2);
const routerSecret = process.env.ROUTER_SECRET;

const gateway = createGatewayRuntime({
  supergraph: readFileSync(supergraphFile, 'utf8'),
  graphqlEndpoint: '/graphql',
  propagateHeaders: {
    // The caller's token goes to authentik and to nobody else: whoever has it can do what the caller can.
    fromClientToSubgraphs: ({ request, subgraphName }) => {
      const authorization = request.headers.get('authorization');
      return subgraphName.toLowerCase() === 'authentik'
        ? {
            ...(authorization === null ? {} : { authorization }),
            ...(routerSecret === undefined ? {} : { 'x-router-secret': routerSecret }),
          }
        : {};
    },
  },
  landingPage: false,
  logging: false,
});

const server = createServer(gateway).listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql\n`);
});

// The runtime listens to signals too, and keeps the process alive.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.closeAllConnections();
    process.exit(0);
  });
}
