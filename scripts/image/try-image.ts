import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Built, buildImage, mount } from './build.ts';
import { readContext } from './context.ts';
import { readDockerfile } from './dockerfile.ts';
import { findPort } from './find-port.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const TIMEOUT_MS = 60_000;

const running = new Set<ChildProcess>();

/** Carries the Dockerfile out, starts what came of it as a container engine would, and checks what it promises. */
export async function tryImage(): Promise<void> {
  if (process.getuid?.() !== 0 || process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    throw new Error('expected to run as root on Linux: `npm run image:try`');
  }
  const folder = mkdtempSync(join(tmpdir(), 'image-'));
  mount('-t', 'tmpfs', 'none', folder);
  const context = readContext(PROJECT);
  const built = buildImage(readDockerfile(join(PROJECT, 'Dockerfile')), { project: PROJECT, folder, context });
  try {
    checkFiles(built);
    addEngineMounts(built);
    await checkMissingUrl(built);
    await checkServing(built);
    console.log(`The image works: ${execFileSync('du', ['-shx', built.root], { encoding: 'utf8' }).split('\t')[0]}`);
  } finally {
    for (const child of running) {
      child.kill('SIGKILL');
    }
    execFileSync('umount', ['--lazy', '--recursive', folder]);
    rmdirSync(folder);
  }
}

function check(name: string, holds: boolean): void {
  if (!holds) {
    throw new Error(`The image does not keep its promise: ${name}`);
  }
  console.log(`ok  ${name}`);
}

function checkFiles({ root }: Built): void {
  const list = (...args: readonly string[]) => execFileSync('find', [root, ...args], { encoding: 'utf8' }).trim();
  const names = ['sh', 'bash', 'dash', 'busybox', 'npm', 'npx', 'corepack', 'yarn', 'apt', 'dpkg', 'env', 'cat'];
  const tools = list('-path', '*/bin/*', '-not', '-path', '*/node_modules/*', '-type', 'f').split('\n');
  check('holds no program but node', tools.join() === `${root}/usr/local/bin/node`);
  check('holds no shell, npm or package manager', !names.some((name) => existsSync(join(root, 'bin', name))));
  check('holds no tools of development', !existsSync(join(root, 'app/node_modules/typescript')));
  check(
    'holds nothing that its user may write',
    list('-type', 'f', '(', '-user', '1000', '-o', '-perm', '-2', ')') === '',
  );
  check('holds the schema', existsSync(join(root, 'app/schema.graphql')));
}

// A container engine gives these, and with `--read-only` makes all else read-only.
function addEngineMounts({ root }: Built): void {
  for (const name of ['proc', 'dev']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  for (const file of ['/etc/hosts', '/etc/resolv.conf'].filter((each) => existsSync(each))) {
    writeFileSync(join(root, file), readFileSync(file));
  }
  mount('--bind', root, root);
  mount('-o', 'remount,bind,ro', root);
  mount('--rbind', '/proc', join(root, 'proc'));
  mount('--rbind', '/dev', join(root, 'dev'));
}

async function checkMissingUrl(built: Built): Promise<void> {
  const { status, stderr } = await ended(start(built, built.command));
  check('ends with 2 without AUTHENTIK_URL', status === 2 && stderr.includes('AUTHENTIK_URL'));
}

async function checkServing(built: Built): Promise<void> {
  const [sandboxPort, port] = [await findPort(), await findPort()];
  const sandbox = start(built, ['sandbox'], { PORT: sandboxPort });
  await untilSays(sandbox, 'curl');
  const environment = { PORT: port, AUTHENTIK_URL: `http://localhost:${sandboxPort}` };
  const gateway = start(built, built.command, environment);
  await untilSays(gateway, 'curl');

  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key-plain' },
    body: '{"query":"{ viewer { username } }"}',
  });
  const answer = await response.text();
  check(`answers, with ${answer}`, answer === '{"data":{"viewer":{"username":"plain"}}}');
  const facts = readFileSync(`/proc/${gateway.pid}/status`, 'utf8');
  check('runs as user 1000 without any capability', /^Uid:\s+1000\s/m.test(facts) && /^CapEff:\s+0+$/m.test(facts));
  check('is healthy by its own check', (await ended(exec(built, built.healthcheck, environment))).status === 0);
  const doctor = await ended(start(built, ['doctor'], { ...environment, AUTHENTIK_TOKEN: 'key-admin' }));
  check('has the doctor', doctor.status === 0);
  for (const [name, child] of [
    ['gateway', gateway],
    ['sandbox', sandbox],
  ] as const) {
    const end = ended(child);
    child.kill('SIGTERM');
    check(`ends its ${name} with 0 at SIGTERM`, (await end).status === 0);
  }
  const isUnhealthy = (await ended(exec(built, built.healthcheck, environment))).status === 1;
  check('is unhealthy once it has ended', isUnhealthy);
}

function start(built: Built, args: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  return exec(built, [...built.entrypoint, ...args], environment);
}

function exec(built: Built, command: readonly string[], environment: Record<string, string>): ChildProcess {
  const child = spawn('/usr/sbin/chroot', [`--userspec=${built.user}`, built.root, ...command], {
    env: { ...built.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  running.add(child.once('close', () => running.delete(child)));
  return child;
}

async function ended(child: ChildProcess): Promise<{ readonly status: number | null; readonly stderr: string }> {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout?.resume();
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stderr };
}

async function untilSays(child: ChildProcess, word: string): Promise<void> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += chunk;
    if (said.includes(word)) {
      return;
    }
  }
  throw new Error(`expected "${word}", but got: ${said}`);
}
