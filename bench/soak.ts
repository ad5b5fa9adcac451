/**
 * A steady rate for long: what grows? Callers with different rights send different operations, some go away before the
 * answer, and authentik (the sandbox with latency) fails now and then. Prints a line a minute, then a table.
 * Run: `npm run bench:soak -- --minutes 20 --rate 20`
 */
import { parseArgs } from 'node:util';
import { operationAt } from './load/operations.ts';
import { toCircumstances, toCounts, toMarkdown, toMegabytes, toMilliseconds } from './load/print.ts';
import { startProgram } from './load/program.ts';
import { atRate, type Outcome, percentile, send, sendAndLeave } from './load/send.ts';

const LEAVERS = 25;
const FAULT_EVERY_MS = 60_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '20' }, rate: { type: 'string', default: '20' } },
});
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];

interface Minute {
  readonly minute: number;
  readonly memory: number;
  readonly sockets: number | undefined;
  readonly outcomes: readonly Outcome[];
}

// Memory goes up and down with the collector; what is never given back shows in its lowest.
function lowest(rows: readonly Minute[]): number {
  return Math.min(...rows.map(({ memory }) => memory));
}

const sandbox = await startProgram(['sandbox'], { SANDBOX_REQUEST_MS: '20' });
const gateway = await startProgram([], { AUTHENTIK_URL: sandbox.url, RATE_LIMIT_PER_MINUTE: '1000000' });
const history: Minute[] = [];
let outcomes: Outcome[] = [];
let left = 0;

// Of a hundred answers one is lost on the way, in the next minute one is a proxy's 502, in the next all is well.
const kinds = ['reset', 'unavailable', undefined];
const faults = setInterval(() => {
  const kind = kinds[history.length % kinds.length];
  void fetch(`${sandbox.url}/-/sandbox/fault`, {
    method: kind === undefined ? 'DELETE' : 'PUT',
    ...(kind === undefined ? {} : { body: JSON.stringify({ kind, rate: 0.01 }) }),
  }).catch(() => undefined);
}, FAULT_EVERY_MS);

const minute = setInterval(() => {
  const row = {
    minute: history.length + 1,
    memory: gateway.memory(),
    sockets: gateway.sockets(),
    outcomes: outcomes.splice(0),
  };
  history.push(row);
  console.log(
    `minute ${row.minute}: ${toMegabytes(row.memory)}, ${row.sockets} sockets, ${toCounts(row.outcomes.map(({ status }) => status))}, p99 ${toMilliseconds(
      percentile(
        row.outcomes.map(({ ms }) => ms),
        0.99,
      ),
    )}`,
  );
}, 60_000);

console.log(toCircumstances());
await atRate(rate, minutes * 60 + 1, async (index) => {
  const operation = operationAt(index);
  if (index % LEAVERS === 0) {
    left += 1;
    await sendAndLeave(gateway.url, operation, 5);
  } else {
    outcomes.push(await send(gateway.url, operation));
  }
});
clearInterval(faults);
clearInterval(minute);
outcomes = [...history.flatMap((row) => row.outcomes), ...outcomes];
const [second, last] = [history[1] ?? history[0], history.at(-1)];
const complaints = gateway.complaints();
const status = await gateway.stop();
await sandbox.stop();

console.log(
  toMarkdown(
    ['soak', `${minutes} minutes at ${rate} operations a second`],
    [
      ['operations sent', outcomes.length + left],
      ['callers that went away before the answer', left],
      ['answered', outcomes.filter((outcome) => typeof outcome.status === 'number').length],
      ['not answered', toCounts(outcomes.map((outcome) => outcome.status).filter((each) => typeof each === 'string'))],
      ['statuses', toCounts(outcomes.map((outcome) => outcome.status))],
      ['codes', toCounts(outcomes.flatMap(({ codes }) => codes))],
      [
        'p50',
        toMilliseconds(
          percentile(
            outcomes.map(({ ms }) => ms),
            0.5,
          ),
        ),
      ],
      [
        'p99',
        toMilliseconds(
          percentile(
            outcomes.map(({ ms }) => ms),
            0.99,
          ),
        ),
      ],
      ['memory at minute 2', toMegabytes(second?.memory ?? Number.NaN)],
      ['memory at the end', toMegabytes(last?.memory ?? Number.NaN)],
      ['lowest memory of minutes 2 to 6', toMegabytes(lowest(history.slice(1, 6)))],
      ['lowest memory of the last five minutes', toMegabytes(lowest(history.slice(-5)))],
      ['highest memory', toMegabytes(Math.max(...history.map(({ memory }) => memory)))],
      ['sockets at minute 2', String(second?.sockets)],
      ['sockets at the end', String(last?.sockets)],
      ['lines in the log', complaints],
      ['status after SIGTERM', String(status)],
    ],
  ),
);
