/**
 * A supergraph to try: the gateway in front of its sandbox, the devices beside it, and a router in front of both.
 * `npm run supergraph` runs Hive Gateway, `npm run supergraph -- apollo` Apollo Gateway.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compose, fetchSdl } from './compose.ts';
import { createDevices } from './devices/devices.ts';

const ROUTERS = ['hive', 'apollo'];
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const TSX = import.meta.resolve('tsx');

const [name = 'hive'] = process.argv.slice(2);
if (!ROUTERS.includes(name)) {
  throw new Error(`There is no router ${name} here; there are ${ROUTERS.join(' and ')}.`);
}
const routerSecret = randomBytes(24).toString('hex');

const gateway = start(PROJECT, 'src/cli.ts', '--port', process.env.GATEWAY_PORT ?? '4000');
const authentik = await waitFor(gateway, /GraphQL +(\S+)/);
const devicesServer = createServer(createDevices()).listen(Number(process.env.DEVICES_PORT ?? 4200), '127.0.0.1');
await once(devicesServer, 'listening');
const devices = `http://127.0.0.1:${(devicesServer.address() as AddressInfo).port}/graphql`;

const supergraphFile = join(mkdtempSync(join(tmpdir(), 'supergraph-')), 'supergraph.graphql');
writeFileSync(
  supergraphFile,
  compose([
    { name: 'authentik', url: authentik, sdl: await fetchSdl(authentik, routerSecret) },
    { name: 'devices', url: devices, sdl: await fetchSdl(devices, routerSecret) },
  ]),
);
const router = start(
  join(PROJECT, 'examples/supergraph/routers'),
  `${name}.ts`,
  supergraphFile,
  process.env.PORT ?? '4100',
);
const url = await waitFor(router, /^(http\S+)$/);

const query = '{ devices { name owner { username mayEnrol } team { usersCount } } }';
process.stdout.write(
  [
    `  Supergraph   ${url}   (${name}; ${supergraphFile})`,
    `  authentik    ${authentik}`,
    `  devices      ${devices}`,
    '',
    '  Try it:',
    `  curl -s ${url} -H 'content-type: application/json' -H 'authorization: Bearer key-admin' -d '${JSON.stringify({ query })}'`,
    '',
  ].join('\n'),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    devicesServer.close();
    devicesServer.closeAllConnections();
    router.kill();
    gateway.kill();
  });
}

function start(cwd: string, ...command: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', TSX, ...command], {
    cwd,
    env: { ...process.env, ROUTER_SECRET: routerSecret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Reads a program's output until a line has what is looked for. */
async function waitFor(program: ChildProcess, expression: RegExp): Promise<string> {
  if (program.stdout) {
    for await (const line of createInterface({ input: program.stdout })) {
      const found = expression.exec(line)?.[1];
      if (found !== undefined) {
        program.stdout.resume();
        return found;
      }
    }
  }
  throw new Error(`${program.spawnargs.join(' ')} has ended before it was up.`);
}
