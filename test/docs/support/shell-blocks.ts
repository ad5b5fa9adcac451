import { spawn } from 'node:child_process';
import { expect } from 'vitest';
import { expectJson, expectText } from './answer.ts';
import { type Task, toOwner, toPlace } from './block.ts';
import type { Service, Services } from './services.ts';
import { buildWorkspace, type Workspace } from './workspace.ts';

const STARTS_SERVER =
  /\bnpm (start|run sandbox)\b|\b(authentik-graphql-gateway|dist\/cli\.js)\b(?!.*(--(help|version|explain)|\bdoctor\b))/;
const IS_UP = /GraphQL +http\S+|authentik sandbox: http\S+/;
const TIMEOUT_MS = 60_000;

/**
 * Runs a `sh` block for real, in a copy of the project. `localhost:4000` is the gateway and `localhost:4001` its sandbox;
 * what a person has done already (`git clone`, `npm ci`) is left out. A block that starts a server must print the banner
 * and is then stopped. The exit status must be 0, or that of `exit=`.
 */
export async function runShell({ block, answer }: Task, services: Services, workspace: Workspace): Promise<void> {
  const service = await services.gateway(block.options.get('settings'), toOwner(block));
  const script = toScript(block.text, service);
  const status = Number(block.options.get('exit') ?? 0);
  if (/dist\/cli\.js/.test(script)) {
    buildWorkspace(workspace);
  }
  const isServer = STARTS_SERVER.test(script) && status === 0;
  const result = await runScript(isServer ? withFreePorts(script) : script, workspace.folder, isServer);
  if (isServer) {
    expect(result.output, `the banner of ${toPlace(block)}`).toMatch(IS_UP);
  } else {
    expect(result.status, `${toPlace(block)}: ${result.output}`).toBe(status);
  }
  if (answer?.language === 'json') {
    expectJson(answer, JSON.parse(result.output));
  } else if (answer) {
    expectText(answer, toUsualPorts(result.output, service));
  }
}

/** Puts the addresses of running servers in the place of those that a page names. */
export function toRealAddresses(text: string, { url, sandboxUrl }: Service): string {
  // At once: a real port may begin like one that stands in a page.
  return text.replace(/http:\/\/localhost:400[01]\b/g, (usual) => (usual.endsWith('0') ? url : sandboxUrl));
}

function toScript(text: string, service: Service): string {
  return (
    toRealAddresses(text, service)
      .replace(/\bgit clone \S+/g, 'true')
      .replace(/\bcd authentik-graphql-gateway\b/g, 'true')
      .replace(/\bnpm ci\b/g, 'true')
      // They run this test; that they exist must do.
      .replace(/\bnpm (?:run )?(test|check)\b/g, `node -e "if (!require('./package.json').scripts.$1) process.exit(1)"`)
      .replace(/\bnpx authentik-graphql-gateway\b/g, 'node dist/cli.js')
  );
}

function withFreePorts(script: string): string {
  return script.replace(/\b((?:SANDBOX_)?PORT=)\d+/g, '$10').replace(/(--(?:sandbox-)?port)[ =]\d+/g, '$1 0');
}

function toUsualPorts(output: string, { url, sandboxUrl }: Service): string {
  return output
    .replaceAll(sandboxUrl, 'http://localhost:4001')
    .replaceAll(url, 'http://localhost:4000')
    .replace(/http:\/\/localhost:\d+(?=\/(graphql|health))/g, 'http://localhost:4000')
    .replace(/http:\/\/(127\.0\.0\.1|localhost):\d+(?=\/api\/v3)/g, 'http://$1:4001');
}

interface Result {
  readonly status: number | null;
  readonly output: string;
}

function runScript(script: string, folder: string, stopsWhenUp: boolean): Promise<Result> {
  // A group of its own, so that stopping reaches what npm has started.
  const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${script}`], {
    cwd: folder,
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...(stopsWhenUp ? { PORT: '0' } : {}) },
  });
  const stop = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGTERM');
    }
  };
  const timer = setTimeout(stop, TIMEOUT_MS);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    if (stopsWhenUp && IS_UP.test(output) && output.endsWith('\n')) {
      stop();
    }
  });
  return new Promise((resolve) => {
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, output });
    });
  });
}
