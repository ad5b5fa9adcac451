import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROUTER_SECRET } from './services.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/supergraph/', import.meta.url));

/** A router that runs. */
export interface Router {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts a router of `examples/supergraph/routers` with a supergraph, on any free port. */
export async function startRouter(name: 'hive' | 'apollo', supergraph: string): Promise<Router> {
  const folder = mkdtempSync(join(tmpdir(), 'supergraph-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraph);
  const router = await run(join(EXAMPLE, 'routers'), [`${name}.ts`, file, '0'], { ROUTER_SECRET });
  return {
    url: router.url,
    stop: async () => {
      await router.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Starts the whole example, on any free ports. */
export function startExample(name: 'hive' | 'apollo'): Promise<Router> {
  return run(EXAMPLE, ['main.ts', name], { PORT: '0', GATEWAY_PORT: '0', DEVICES_PORT: '0' });
}

// Runs a program until it has printed its URL.
async function run(cwd: string, command: readonly string[], environment: Record<string, string>): Promise<Router> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), ...command], {
    cwd,
    env: { PATH: process.env.PATH, ...environment },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url: await readUrl(child), stop };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk;
      const url = /^(?: +Supergraph +)?(http:\S+\/graphql)\b/m.exec(output)?.[1];
      if (url !== undefined) {
        resolve(url);
      }
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('close', () => reject(new Error(`expected a URL, but got: ${output}`)));
  });
}
