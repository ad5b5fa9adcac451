/**
 * What one process takes and gives: three operations, each asked by callers that wait for their answers, of a gateway of
 * its own with the log and the metrics on. Sandbox, gateway and callers are three processes.
 * Run: `npm run bench:sizing -- --seconds 20 --callers 16`
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { findPort } from '../scripts/image/find-port.ts';
import { toCircumstances, toCounts, toMarkdown, toMegabytes, toMilliseconds } from './load/print.ts';
import { type Program, startProgram } from './load/program.ts';
import { type Outcome, percentile, send } from './load/send.ts';

const OPERATIONS = [
  { title: 'who one is', query: '{ viewer { username } }' },
  {
    title: 'a group, its members, their groups',
    query: '{ group(name: "Platform") { ... on Group { name members { user { username groups { name } } } } } }',
  },
  {
    title: 'a page of 100 users',
    query: '{ users(first: 100) { totalCount nodes { pk username name email isActive } } }',
  },
];

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, callers: { type: 'string', default: '16' } },
});
const [seconds, callers] = [Number(values.seconds), Number(values.callers)];

interface Measured {
  readonly outcomes: readonly Outcome[];
  readonly elapsedMs: number;
  /** Of the gateway, in user and in kernel. */
  readonly processorMs: number;
  /** Of whatever else runs on this machine, which slows all of them down. */
  readonly otherMs: number;
  readonly idle: number;
  readonly peak: number;
}

/** Asks by as many callers as there shall be, each the next time once it has its answer. */
async function ask(url: string, query: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const end = performance.now() + seconds * 1000;
  const operation = { key: 'key-admin', body: JSON.stringify({ query }) };
  const call = async () => {
    while (performance.now() < end) {
      outcomes.push(await send(url, operation));
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  return outcomes;
}

/** Milliseconds of a processor so far: of the gateway, and of all that takes no part in this. */
function readProcessors(gateway: Program): { readonly own: number; readonly other: number } {
  const busy = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq);
  const { user, system } = process.cpuUsage();
  const own = gateway.processorMs() ?? Number.NaN;
  const ours = own + (sandbox.processorMs() ?? Number.NaN) + (user + system) / 1000;
  return { own, other: busy.reduce((sum, each) => sum + each, 0) - ours };
}

async function measure(gateway: Program, query: string): Promise<Measured> {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const idle = gateway.memory();
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, gateway.memory());
  }, 500);
  await ask(gateway.url, query);
  const [begunAt, before] = [performance.now(), readProcessors(gateway)];
  const outcomes = await ask(gateway.url, query);
  const [elapsedMs, after] = [performance.now() - begunAt, readProcessors(gateway)];
  clearInterval(watch);
  const [processorMs, otherMs] = [after.own - before.own, after.other - before.other];
  return { outcomes, elapsedMs, processorMs, otherMs, idle, peak };
}

const circumstances = toCircumstances();
const sandbox = await startProgram(['sandbox'], {});
const found: Measured[] = [];
for (const { query } of OPERATIONS) {
  const gateway = await startProgram([], {
    AUTHENTIK_URL: sandbox.url,
    AUTHENTIK_VERSION: '2025.10.0',
    LOG_LEVEL: 'info',
    METRICS_PORT: await findPort(),
  });
  found.push(await measure(gateway, query));
  await gateway.stop();
}
await sandbox.stop();

const isAnswered = ({ status, codes }: Outcome) => status === 200 && codes.length === 0;
const time = (share: number) => (measured: Measured) =>
  toMilliseconds(
    percentile(
      measured.outcomes.map(({ ms }) => ms),
      share,
    ),
  );
const toPercent = (share: number) => `${Math.round(share * 100)} %`;
const row = (title: string, tell: (measured: Measured) => string | number) => [title, ...found.map(tell)];

console.log(
  `Before: ${circumstances}
${callers} callers for ${seconds} seconds, after as long to warm up.

${toMarkdown(
  ['', ...OPERATIONS.map(({ title }) => title)],
  [
    row('CPU of one request', ({ processorMs, outcomes }) => `${(processorMs / outcomes.length).toFixed(2)} ms`),
    row('requests a second', ({ outcomes, elapsedMs }) => Math.round((outcomes.length * 1000) / elapsedMs)),
    row('of one CPU the gateway had', ({ processorMs, elapsedMs }) => toPercent(processorMs / elapsedMs)),
    row(`of ${cpus().length} CPUs other work had`, ({ otherMs, elapsedMs }) =>
      toPercent(otherMs / elapsedMs / cpus().length),
    ),
    row('half within', time(0.5)),
    row('95 % within', time(0.95)),
    row('memory, idle', ({ idle }) => toMegabytes(idle)),
    row('memory, at most', ({ peak }) => toMegabytes(peak)),
    row('not answered, or with errors', ({ outcomes }) =>
      toCounts(outcomes.filter((each) => !isAnswered(each)).map(({ status, codes }) => `${status} ${codes}`)),
    ),
  ],
)}`,
);
