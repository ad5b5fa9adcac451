import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROUTER_SECRET } from './services.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/supergraph/routers/', import.meta.url));

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
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), `${name}.ts`, file, '0'], {
    cwd: FOLDER,
    env: { PATH: process.env.PATH, ROUTER_SECRET },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true });
  };
  return { url: await readUrl(child), stop };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk;
      const url = /^http:\S+\/graphql$/m.exec(output)?.[0];
      if (url !== undefined) {
        resolve(url);
      }
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('close', () => reject(new Error(`expected the router’s URL, but got: ${output}`)));
  });
}
