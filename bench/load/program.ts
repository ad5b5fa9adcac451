import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const BARE_PROXY = fileURLToPath(new URL('bare-proxy.mjs', import.meta.url));

/** A process of its own, so that what it takes is not mixed with what the measuring takes. */
export interface Program {
  /** What it listens on, without trailing slash. */
  readonly url: string;
  /** Milliseconds from its start until it said that it listens. */
  readonly startMs: number;
  /** Resident memory, in bytes. */
  readonly memory: () => number;
  /** Milliseconds of a processor that it has taken so far; `undefined` where the operating system does not tell. */
  readonly processorMs: () => number | undefined;
  /** Open sockets; `undefined` where the operating system does not tell. */
  readonly sockets: () => number | undefined;
  /** Lines on standard error so far. */
  readonly complaints: () => number;
  /** Tells it to end; answers its status. */
  readonly stop: () => Promise<number | null>;
}

/** Starts the built command line with these settings, on any free port. */
export function startProgram(args: readonly string[], environment: Record<string, string>): Promise<Program> {
  return start([CLI, ...args], { LOG_LEVEL: 'error', DRAIN_MS: '0', ...environment, PORT: '0' });
}

/** Starts a proxy of `node:http` alone: as little as a process between callers and authentik can be. */
export function startBareProxy(target: string): Promise<Program> {
  return start([BARE_PROXY, target], {});
}

async function start(args: readonly string[], environment: Record<string, string>): Promise<Program> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = 0;
  child.stderr.on('data', (chunk) => {
    complaints += String(chunk).split('\n').length - 1;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  const url = await Promise.race([readUrl(child.stdout), ended.then(failToStart)]);
  const startMs = performance.now() - begun;
  child.stdout.resume();
  const { pid = 0 } = child;
  return {
    url,
    startMs,
    memory: () => readMemory(pid) * 1024,
    processorMs: () => readProcessorMs(pid),
    sockets: () => countSockets(pid),
    complaints: () => complaints,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function readUrl(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    output.on('data', (chunk) => {
      text += chunk;
      const [, port] = /http:\/\/[\w.]+:(\d+)/.exec(text) ?? [];
      if (port !== undefined) {
        resolve(`http://127.0.0.1:${port}`);
      }
    });
  });
}

function failToStart(status: number | null): never {
  throw new Error(`expected a process that listens, but it ended with ${status}`);
}

// Kilobytes. Starting `ps` holds up whoever measures, so it is the second choice.
function readMemory(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
  }
}

// In user and in kernel, in hundredths of a second as Linux counts for programs on all of its platforms; see proc(5).
function readProcessorMs(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

function countSockets(pid: number): number | undefined {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).filter((name) => readLink(`${folder}/${name}`).startsWith('socket:')).length;
  } catch {
    return undefined;
  }
}

// One that was closed meanwhile is none.
function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
