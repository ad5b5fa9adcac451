import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { parseAnswer } from './answer.ts';
import { compare } from './compare.ts';
import { withCursors } from './cursors.ts';
import { type World, world } from './dataset.ts';
import { type Selections, type Sent, selections } from './document.ts';
import { printDocument } from './print.ts';
import { toReport } from './report.ts';
import { type Side, startSide } from './sides.ts';
import { createStatistics } from './statistics.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? inject('propertyRuns'));

let planned: Side;
let plain: Side;

beforeAll(async () => {
  [planned, plain] = await Promise.all([startSide(true), startSide(false)]);
});

afterAll(async () => {
  await Promise.all([planned.close(), plain.close()]);
});

it(
  'an operation that is planned and shares answers says the same as one that is not, for no more requests and time of authentik',
  async () => {
    const statistics = createStatistics();
    const compareOn = async (drawn: World, sent: Sent) => {
      const on = await planned.run(drawn, sent);
      const off = await plain.run(drawn, sent);
      statistics.note(sent, { on, off });
      const difference = compare(on, off, sent);
      if (difference) {
        throw new Error(toReport({ difference, sent, drawn, on, off }));
      }
    };
    const property = fc.asyncProperty(selections, world, async (selected, drawn) => {
      const ask = async (probe: Sent) => parseAnswer((await plain.run(drawn, probe)).text);
      const sent = printDocument(await withCursors(selected, ask));
      await compareOn(drawn, sent);
      // The same document with the opposite conditions: nothing of the first run's plan may be left.
      const variables = mapValues(sent.variables, (value) => (typeof value === 'boolean' ? !value : value));
      if (JSON.stringify(variables) !== JSON.stringify(sent.variables)) {
        await compareOn(drawn, { ...sent, variables });
      }
    });
    const { failed, seed, counterexamplePath, errorInstance } = await fc.check(property, toParameters());
    if (failed) {
      throw new Error(`PROPERTY_SEED=${seed} PROPERTY_PATH=${counterexamplePath}\n${String(errorInstance)}`);
    }
    if (process.env.PROPERTY_STATISTICS) {
      console.log(statistics.toText());
    }
    // Random documents that never leave anything to save would prove nothing.
    expect(statistics.share('saving')).toBeGreaterThan(RUNS < 100 ? 0 : 0.15);
  },
  RUNS * 1000,
);

// A failure is run again with the seed and the path that it printed.
function toParameters(): fc.Parameters<[Selections, World]> {
  const { PROPERTY_SEED: seed, PROPERTY_PATH: path } = process.env;
  return { numRuns: RUNS, ...(seed ? { seed: Number(seed) } : {}), ...(path ? { path } : {}) };
}

function mapValues(
  values: Readonly<Record<string, unknown>>,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
