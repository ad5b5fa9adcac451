import { createSandbox } from '../src/sandbox/index.ts';
import { listen } from '../src/server.ts';
import { type Answers, type Server, startGateway, startPlainGateway } from './approaches.ts';
import { expectSameData, expectSameFacts } from './compare.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations/index.ts';
import { scripts } from './script/index.ts';
import { createGet } from './script/script.ts';
import { type Cost, createVirtualUpstream, type Measured, type VirtualUpstream } from './virtual-upstream.ts';

/** The approaches by the letters of the table: this gateway, the same without its plan, a plain gateway, a script. */
export const APPROACHES = ['gateway', 'unplanned', 'plain', 'script'] as const;

/** One of {@link APPROACHES}. */
export type Approach = (typeof APPROACHES)[number];

/** What one operation cost by each approach, and what this gateway asked for it. */
export interface Result {
  readonly operation: Operation;
  readonly costs: Readonly<Record<Approach, Cost>>;
  /** Paths and queries this gateway sent, in the order of their answers. */
  readonly asked: readonly string[];
}

// The demo's own day: none of its callers' tokens has expired by then.
const NOW = new Date('2026-11-23T12:00:00Z');

/** Runs every operation by every approach. @throws TypeError when their answers differ, since then nothing can be compared */
export async function runAll(): Promise<readonly Result[]> {
  const sandbox = createSandbox({ now: () => NOW });
  const server = await listen(sandbox.handle, { host: '127.0.0.1', port: 0 });
  const virtual = createVirtualUpstream(sandbox.requests);
  const upstream = { authentikUrl: `http://127.0.0.1:${server.port}`, dispatcher: virtual.dispatcher };
  const servers = {
    gateway: await startGateway(upstream, true),
    unplanned: await startGateway(upstream, false),
    plain: await startPlainGateway(upstream),
  };
  try {
    const results: Result[] = [];
    for (const operation of operations) {
      results.push(await runOne(operation, { virtual, servers, apiUrl: `${upstream.authentikUrl}/api/v3` }));
    }
    return results;
  } finally {
    await Promise.all(Object.values(servers).map((one) => one.close()));
    await virtual.close();
    await server.close();
  }
}

interface Bench {
  readonly virtual: VirtualUpstream;
  readonly servers: Readonly<Record<Exclude<Approach, 'script'>, Server>>;
  readonly apiUrl: string;
}

async function runOne(operation: Operation, { virtual, servers, apiUrl }: Bench): Promise<Result> {
  const measure = (server: Server): Promise<Measured<Answers>> => virtual.measure(() => server.run(operation));
  const gateway = await measure(servers.gateway);
  const unplanned = await measure(servers.unplanned);
  const plain = await measure(servers.plain);
  const get = createGet(apiUrl, virtual.dispatcher, operation.key ?? 'key-admin');
  const script = await virtual.measure(() => toScript(operation)(get));

  const { id, errors = 0 } = operation;
  if (gateway.result.errors !== errors) {
    throw new TypeError(`expected ${errors} errors for ${id}, but got: ${gateway.result.errors}`);
  }
  expectSameData(`${id} without plan`, gateway.result, unplanned.result);
  expectSameData(`${id} by the plain gateway`, gateway.result, plain.result);
  expectSameFacts(id, gateway.result, script.bodies);
  return {
    operation,
    costs: { gateway: gateway.cost, unplanned: unplanned.cost, plain: plain.cost, script: script.cost },
    asked: gateway.asked.map(({ path }) => decodeURIComponent(path.replace('/api/v3', ''))),
  };
}

function toScript({ id }: Operation): (typeof scripts)[string] {
  const script = scripts[id];
  if (!script) {
    throw new TypeError(`expected a script for ${id}, but got none`);
  }
  return script;
}
