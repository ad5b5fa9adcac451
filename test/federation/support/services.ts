import type { IncomingMessage, RequestListener } from 'node:http';
import { compose } from '../../../examples/supergraph/compose.ts';
import { createDevices, type Device } from '../../../examples/supergraph/devices/devices.ts';
import { type ConfigInput, parseConfig } from '../../../src/config.ts';
import { createGateway } from '../../../src/gateway.ts';
import { createLog } from '../../../src/log.ts';
import { createDemoDataset, createSandbox } from '../../../src/sandbox/index.ts';
import { sdl } from '../../../src/schema.ts';
import { type Listening, listen } from '../../../src/server.ts';
import { createSessions } from './sessions.ts';
import { DEVICES_SDL, SESSIONS_SDL } from './subgraphs.ts';

/** What the gateway is started with, and what routers are told. */
export const ROUTER_SECRET = 'the-routers-own-secret';

/** One answer of a GraphQL server. */
export interface Answer {
  readonly data: unknown;
  readonly errors?: readonly ErrorEntry[];
}

interface ErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
}

/** Asks one server with the credential of one caller. */
export type Ask = (document: string, variables?: object) => Promise<Answer>;

/** A GraphQL request that arrived at a subgraph. */
export interface Arrived {
  readonly subgraph: SubgraphName;
  readonly headers: IncomingMessage['headers'];
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The subgraphs by their names in the supergraph. */
type SubgraphName = 'authentik' | 'devices' | 'sessions';

/** The subgraphs, listening, and what they were asked. */
export interface Services {
  /** Composed with the addresses they listen on. */
  readonly supergraph: string;
  readonly subgraphs: Parameters<typeof compose>[0];
  /** Asks a subgraph itself. */
  readonly direct: (subgraph: SubgraphName, key: string) => Ask;
  /** What has arrived at the subgraphs and at authentik since the last time. */
  readonly taken: () => { readonly arrived: readonly Arrived[]; readonly upstream: readonly string[] };
  readonly stop: () => Promise<void>;
}

/** How the services may differ. */
export interface ServiceOptions {
  readonly devices?: readonly Device[];
  readonly settings?: ConfigInput;
}

/** Starts the gateway in front of the demo data, the devices and the sessions, until they are stopped. */
export async function startServices({ devices, settings }: ServiceOptions = {}): Promise<Services> {
  const arrived: Arrived[] = [];
  const servers: Listening[] = [];
  const serve = async (handle: RequestListener): Promise<string> => {
    const server = await listen(handle, { host: '127.0.0.1', port: 0 });
    servers.push(server);
    return `http://127.0.0.1:${server.port}`;
  };
  const serveRecorded = async (name: SubgraphName, handle: RequestListener): Promise<string> =>
    `${await serve(record(name, `${await serve(handle)}/graphql`, arrived))}/graphql`;
  const sandbox = createSandbox({ dataset: createDemoDataset() });
  const authentikUrl = `${await serve(sandbox.handle)}/api/v3`;
  const config = {
    ...parseConfig({ authentikVersion: '2025.10.0-rc1', routerSecret: ROUTER_SECRET, ...settings }),
    authentikUrl,
  };
  const gateway = createGateway(config, { log: createLog('silent') });
  const urls = {
    authentik: await serveRecorded('authentik', gateway.handle),
    devices: await serveRecorded('devices', createDevices(devices)),
    sessions: await serveRecorded('sessions', createSessions()),
  };
  const subgraphs = [
    { name: 'authentik', url: urls.authentik, sdl },
    { name: 'devices', url: urls.devices, sdl: DEVICES_SDL },
    { name: 'sessions', url: urls.sessions, sdl: SESSIONS_SDL },
  ];
  return {
    supergraph: compose(subgraphs),
    subgraphs,
    direct: (subgraph, key) => toAsk(urls[subgraph], key, { 'x-router-secret': ROUTER_SECRET }),
    taken: () => ({ arrived: arrived.splice(0), upstream: sandbox.requests.splice(0).map(({ path }) => path) }),
    stop: async () => {
      await Promise.all(servers.map((server) => server.close()));
      await gateway.close();
    },
  };
}

/** Asks the GraphQL server at `url` with a credential. */
export function toAsk(url: string, key: string, headers: Readonly<Record<string, string>> = {}): Ask {
  return async (query, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  };
}

// Stands before a subgraph and notes what is asked of it.
function record(subgraph: SubgraphName, url: string, arrived: Arrived[]): RequestListener {
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const { query, variables = {} } = JSON.parse(body.toString());
    const { authorization, 'x-router-secret': secret } = request.headers;
    arrived.push({ subgraph, headers: request.headers, query, variables });
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: request.headers.accept ?? '*/*',
        ...(authorization === undefined ? {} : { authorization }),
        ...(typeof secret === 'string' ? { 'x-router-secret': secret } : {}),
      },
      body,
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  };
}
