import type { RequestListener } from 'node:http';
import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { createLog } from '../../src/log.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts';
import { listen } from '../../src/server.ts';
import type { World } from './dataset.ts';
import type { Sent } from './document.ts';

/** What a request takes on a real authentik, and each row in it, by the measurements of the design. */
const REQUEST_MS = 80;
const ROW_MS = 10;

const SETTINGS = {
  maxUpstreamRequests: 10_000,
  maxUpstreamRows: 1_000_000,
  maxUpstreamBytes: 1_000_000_000,
  operationTimeoutMs: 600_000,
  upstreamTimeoutMs: 600_000,
  maxBodyBytes: 100_000_000,
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

/** Starts one side; its sockets serve all runs, which must follow one another. */
export async function startSide(isPlanning: boolean): Promise<Side> {
  let sandbox: Sandbox | undefined;
  const upstream = await serve((request, response) => sandbox?.handle(request, response));
  const config = parseConfig({ ...SETTINGS, authentikUrl: `http://127.0.0.1:${upstream.port}` });
  const { authentikUrl = '' } = config;
  const gateway = createGateway({ ...config, authentikUrl }, { log: createLog('silent'), isPlanning });
  const server = await serve(gateway.handle);
  return {
    run: async ({ dataset, key }, sent) => {
      const fresh = createSandbox({ dataset });
      sandbox = fresh;
      const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(sent),
      });
      const text = await response.text();
      const asked = fresh.requests.map(({ path, status, rows }) => ({
        line: `${status} ${decodeURIComponent(path.replace('/api/v3', ''))}`,
        costMs: REQUEST_MS + ROW_MS * rows,
      }));
      return { status: response.status, text, asked };
    },
    close: async () => {
      await Promise.all([server.close(), upstream.close()]);
      await gateway.close();
    },
  };
}

function serve(handle: RequestListener) {
  return listen(handle, { host: '127.0.0.1', port: 0 });
}
