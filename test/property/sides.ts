import type { RequestListener } from 'node:http';
import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { createLog } from '../../src/log.ts';
import { listen } from '../../src/server.ts';
import { AUTHENTIK_VERSION } from '../support/gateway.ts';
import type { World } from './dataset.ts';
import type { Sent } from './document.ts';
import { createUpstream } from './upstream.ts';

/** What a request takes on a real authentik, and each row in it, by the measurements of the design. */
const REQUEST_MS = 80;
/** What one row of an answer takes. */
export const ROW_MS = 10;

const SETTINGS = {
  authentikVersion: AUTHENTIK_VERSION,
  maxUpstreamRequests: 10_000,
  maxUpstreamRows: 1_000_000,
  maxUpstreamBytes: 1_000_000_000,
  operationTimeoutMs: 600_000,
  upstreamTimeoutMs: 600_000,
  maxBodyBytes: 100_000_000,
  // Random documents are not to be honest ones.
  maxTokens: 20_000,
  maxDepth: 200,
  maxAliases: 100_000,
  maxRootFields: 100_000,
  maxDirectives: 100_000,
  maxDefinitions: 1000,
  maxListItems: 100_000,
  maxCost: 100_000_000,
  maxExecutionErrors: 100_000,
};

/** One request to authentik. */
export interface Asked {
  /** Status, path and query. */
  readonly line: string;
  readonly costMs: number;
}

/** One run of a document: the answer's bytes and what it took of authentik. */
export interface Run {
  readonly status: number;
  readonly text: string;
  readonly asked: readonly Asked[];
}

/** A gateway that plans or does not, in front of a sandbox that is new for every run. */
export interface Side {
  readonly run: (world: World, sent: Sent) => Promise<Run>;
  readonly close: () => Promise<void>;
}

/** Starts one side; its sockets serve all runs. */
export async function startSide(isPlanning: boolean): Promise<Side> {
  const upstream = createUpstream();
  const listening = await serve(upstream.handle);
  const config = parseConfig({ ...SETTINGS, authentikUrl: `http://127.0.0.1:${listening.port}` });
  const { authentikUrl = '' } = config;
  const gateway = createGateway({ ...config, authentikUrl }, { log: createLog('silent'), isPlanning });
  const server = await serve(gateway.handle);
  return {
    run: async (world, sent) => {
      const { credential, requests, settle } = upstream.open(world);
      const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}`, 'x-request-id': 'drawn' },
        body: JSON.stringify(sent),
      });
      const text = await response.text();
      await (text.includes('"errors":') ? settle() : undefined);
      const asked = requests.map(({ path, status, rows }) => ({
        line: `${status} ${decodeURIComponent(path.replace('/api/v3', ''))}`,
        costMs: REQUEST_MS + ROW_MS * rows,
      }));
      return { status: response.status, text, asked };
    },
    close: async () => {
      await Promise.all([server.close(), listening.close()]);
      await gateway.close();
    },
  };
}

function serve(handle: RequestListener) {
  return listen(handle, { host: '127.0.0.1', port: 0 });
}
