import type { RequestListener } from 'node:http';
import type { Dispatcher } from 'undici';
import { parseConfig } from '../src/config.ts';
import { createGateway } from '../src/gateway.ts';
import { createLog } from '../src/log.ts';
import { listen } from '../src/server.ts';
import type { Operation } from './operation.ts';
import { createPlainGateway } from './plain-gateway/index.ts';

/** Where the sandbox is and the measured way to it. */
export interface Upstream {
  readonly authentikUrl: string;
  readonly dispatcher: Dispatcher;
}

/** What an operation answered: the data of its steps, and how many errors stood beside them. */
export interface Answers {
  readonly data: readonly unknown[];
  readonly errors: number;
}

/** A GraphQL server to compare. */
export interface Server {
  readonly run: (operation: Operation) => Promise<Answers>;
  readonly close: () => Promise<void>;
}

// So much that nothing is refused, and a release that need not be asked for: what is compared is what operations cost.
const SETTINGS = {
  authentikVersion: '2025.10.0-rc1',
  maxUpstreamRequests: 10_000,
  maxUpstreamRows: 1_000_000,
  maxUpstreamBytes: 1_000_000_000,
};

/** This gateway. `isPlanning` false: everything is embedded and nothing shared, as a gateway without a plan would have it. */
export function startGateway({ authentikUrl, dispatcher }: Upstream, isPlanning: boolean): Promise<Server> {
  const config = parseConfig({ ...SETTINGS, authentikUrl });
  const gateway = createGateway(
    { ...config, authentikUrl: config.authentikUrl ?? authentikUrl },
    { log: createLog('silent'), dispatcher, isPlanning },
  );
  return start(gateway.handle);
}

/** The plain gateway of an afternoon. */
export function startPlainGateway({ authentikUrl, dispatcher }: Upstream): Promise<Server> {
  return start(createPlainGateway({ apiUrl: `${authentikUrl}/api/v3`, dispatcher }));
}

async function start(handle: RequestListener): Promise<Server> {
  const server = await listen(handle, { host: '127.0.0.1', port: 0 });
  const endpoint = `http://127.0.0.1:${server.port}/graphql`;
  return { run: (operation) => runSteps(endpoint, operation), close: () => server.close() };
}

async function runSteps(endpoint: string, { steps, key = 'key-admin' }: Operation): Promise<Answers> {
  const data: unknown[] = [];
  let errors = 0;
  for (const { query, variables } of steps) {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables: variables?.(data.at(-1)) }),
    });
    const answer = (await response.json()) as { readonly data?: unknown; readonly errors?: readonly unknown[] };
    if (answer.data === undefined || answer.data === null) {
      throw new TypeError(`expected data, but got: ${JSON.stringify(answer)}`);
    }
    data.push(answer.data);
    errors += answer.errors?.length ?? 0;
  }
  return { data, errors };
}
