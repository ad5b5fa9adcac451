/**
 * What the gateway takes to start and in memory, next to the least that a process between callers and authentik can take:
 * a proxy of `node:http` alone. Medians of five starts each.
 * Run: `npm run bench:footprint`
 */
import { request } from 'undici';
import { operationAt } from './load/operations.ts';
import { toCircumstances, toMarkdown, toMegabytes, toMilliseconds } from './load/print.ts';
import { type Program, startBareProxy, startProgram } from './load/program.ts';
import { atRate, percentile, send } from './load/send.ts';

const STARTS = 5;
const RATE = 100;
const SECONDS = 20;

interface Footprint {
  readonly startMs: number;
  readonly idle: number;
  readonly loaded: number;
}

async function measure(start: () => Promise<Program>, load: (url: string, index: number) => Promise<unknown>) {
  const found: Footprint[] = [];
  for (let time = 0; time < STARTS; time += 1) {
    const program = await start();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const idle = program.memory();
    const isLast = time === STARTS - 1;
    await atRate(RATE, isLast ? SECONDS : 0, async (index) => {
      await load(program.url, index);
    });
    found.push({ startMs: program.startMs, idle, loaded: isLast ? program.memory() : Number.NaN });
    await program.stop();
  }
  return {
    startMs: percentile(
      found.map(({ startMs }) => startMs),
      0.5,
    ),
    idle: percentile(
      found.map(({ idle }) => idle),
      0.5,
    ),
    loaded: found.at(-1)?.loaded ?? Number.NaN,
  };
}

const sandbox = await startProgram(['sandbox'], {});
const gateway = await measure(
  () => startProgram([], { AUTHENTIK_URL: sandbox.url, AUTHENTIK_VERSION: '2025.10.0' }),
  (url, index) => send(url, operationAt(index)),
);
const bare = await measure(
  () => startBareProxy(sandbox.url),
  async (url, index) => {
    const headers = { authorization: `Bearer ${operationAt(index).key}` };
    const { body } = await request(`${url}/api/v3/core/users/?page_size=20`, { headers });
    await body.dump();
  },
);
await sandbox.stop();

const row = (title: string, tell: (footprint: Footprint) => string) => [title, tell(gateway), tell(bare)];
console.log(`${toCircumstances()}

${toMarkdown(
  ['', 'gateway', 'bare node:http proxy'],
  [
    row('start, until it listens', ({ startMs }) => toMilliseconds(startMs)),
    row('memory, idle', ({ idle }) => toMegabytes(idle)),
    row(`memory after ${SECONDS} s of ${RATE} requests a second`, ({ loaded }) => toMegabytes(loaded)),
  ],
)}`);
