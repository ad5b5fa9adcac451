import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) {
    child.kill('SIGKILL');
  }
});

/** A run of the command line, from source. */
export interface CliRun {
  readonly child: ChildProcess;
  /** Everything on standard output so far. */
  readonly stdout: () => string;
  /** Resolves with standard output once it contains `text`; rejects when the process ends before. */
  readonly until: (text: string) => Promise<string>;
  readonly ended: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** Starts the command line with exactly this environment (and PATH), in `cwd`, until the test ends. */
export function runCli(args: readonly string[], environment: Record<string, string> = {}, cwd = '/'): CliRun {
  const tsx = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', tsx, CLI, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    for (const watcher of watchers) {
      watcher();
    }
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (status) => {
      running.delete(child);
      resolve({ status, stdout, stderr });
    });
  });
  const until = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const watcher = () => {
        if (stdout.includes(text)) {
          watchers.delete(watcher);
          resolve(stdout);
        }
      };
      watchers.add(watcher);
      watcher();
      void ended.then((result) =>
        reject(new Error(`expected ${JSON.stringify(text)} on stdout, but got: ${JSON.stringify(result)}`)),
      );
    });
  return { child, stdout: () => stdout, until, ended };
}
