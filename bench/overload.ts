/**
 * Four times what authentik can serve. authentik is the sandbox with the latency that was measured on a real one, of which
 * the gateway uses as many connections as that one has threads. First half of what it can serve, to compare with.
 * Run: `npm run bench:overload -- --seconds 20`
 */
import { parseArgs } from 'node:util';
import { toCircumstances, toCounts, toMarkdown, toMegabytes, toMilliseconds } from './load/print.ts';
import { type Program, startProgram } from './load/program.ts';
import { atRate, type Outcome, percentile, send } from './load/send.ts';

const CONNECTIONS = 8;
const QUEUE = 16;
const CALLERS = 50;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, 'request-ms': { type: 'string', default: '80' } },
});
const [seconds, requestMs] = [Number(values.seconds), Number(values['request-ms'])];
const capacity = (CONNECTIONS * 1000) / requestMs;

interface Measured {
  readonly outcomes: readonly Outcome[];
  readonly peakMemory: number;
  /** Milliseconds of a processor for each request, answered or refused. */
  readonly processorMs: number;
  /** The most requests that were under way in the gateway at a time, running and waiting. */
  readonly peakUnderWay: number;
}

async function measure(gateway: Program, perSecond: number): Promise<Measured> {
  const outcomes: Outcome[] = [];
  const before = gateway.processorMs() ?? Number.NaN;
  let underWay = 0;
  let peakUnderWay = 0;
  let peakMemory = 0;
  const watch = setInterval(() => {
    peakMemory = Math.max(peakMemory, gateway.memory());
  }, 500);
  await atRate(perSecond, seconds, async (index) => {
    underWay += 1;
    peakUnderWay = Math.max(peakUnderWay, underWay);
    // Unknown keys would do for the load, but are answered otherwise.
    const key = ['key-admin', 'key-viewer', 'key-plain'][index % 3] ?? '';
    outcomes.push(
      await send(gateway.url, { key, body: `{"query":"query C${index % CALLERS} { viewer { username } }"}` }),
    );
    underWay -= 1;
  });
  clearInterval(watch);
  const processorMs = ((gateway.processorMs() ?? Number.NaN) - before) / outcomes.length;
  return { outcomes, peakMemory, processorMs, peakUnderWay };
}

const sandbox = await startProgram(['sandbox'], { SANDBOX_REQUEST_MS: String(requestMs) });
const gateway = await startProgram([], {
  AUTHENTIK_URL: sandbox.url,
  AUTHENTIK_VERSION: '2025.10.0',
  UPSTREAM_CONNECTIONS: String(CONNECTIONS),
  UPSTREAM_QUEUE: String(QUEUE),
});
await measure(gateway, capacity / 4);
const idle = gateway.memory();
const half = await measure(gateway, capacity / 2);
const four = await measure(gateway, capacity * 4);
await new Promise((resolve) => setTimeout(resolve, 2000));
const after = gateway.memory();
await Promise.all([gateway.stop(), sandbox.stop()]);

const admitted = ({ outcomes }: Measured) =>
  outcomes.filter(({ status, codes }) => status === 200 && codes.length === 0);
const refused = ({ outcomes }: Measured) => outcomes.filter(({ status }) => status === 503);
const times = (outcomes: readonly Outcome[]) =>
  [0.5, 0.99]
    .map((share) =>
      toMilliseconds(
        percentile(
          outcomes.map(({ ms }) => ms),
          share,
        ),
      ),
    )
    .join(', ');
const row = (title: string, tell: (measured: Measured) => string | number) => [title, tell(half), tell(four)];

console.log(
  `${toCircumstances()}
authentik serves ${capacity} requests a second (${CONNECTIONS} at a time, ${requestMs} ms each); ${QUEUE} may wait. Memory before ${toMegabytes(idle)}, two seconds after ${toMegabytes(after)}.

${toMarkdown(
  ['', `half of it (${capacity / 2}/s)`, `four times (${capacity * 4}/s)`],
  [
    row('sent', ({ outcomes }) => outcomes.length),
    row('answered', (measured) => admitted(measured).length),
    row('answered a second', (measured) => Math.round(admitted(measured).length / seconds)),
    row('refused with 503', (measured) => refused(measured).length),
    row('anything else', ({ outcomes }) =>
      toCounts(
        outcomes
          .filter(({ status, codes }) => status !== 503 && !(status === 200 && codes.length === 0))
          .map(({ status, codes }) => `${status} ${codes}`),
      ),
    ),
    row('answered: p50, p99', (measured) => times(admitted(measured))),
    row('refused: p50, p99', (measured) => times(refused(measured))),
    row('most under way at a time', ({ peakUnderWay }) => peakUnderWay),
    row('processor time for each', ({ processorMs }) => `${processorMs.toFixed(1)} ms`),
    row('most memory', ({ peakMemory }) => toMegabytes(peakMemory)),
  ],
)}`,
);
