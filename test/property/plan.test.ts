import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAnswer } from './answer.ts';
import { compare } from './compare.ts';
import { withCursors } from './cursors.ts';
import { world } from './dataset.ts';
import { type Sent, selections } from './document.ts';
import { printDocument } from './print.ts';
import { toReport } from './report.ts';
import { type Side, startSide } from './sides.ts';
import { createStatistics } from './statistics.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 300);

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
    const property = fc.asyncProperty(selections, world, async (selected, drawn) => {
      const ask = async (probe: Sent) => parseAnswer((await plain.run(drawn, probe)).text);
      const sent = printDocument(await withCursors(selected, ask));
      const on = await planned.run(drawn, sent);
      const off = await plain.run(drawn, sent);
      statistics.note(sent, { on, off });
      const difference = compare(on, off, sent);
      if (difference) {
        throw new Error(toReport({ difference, sent, drawn, on, off }));
      }
    });
    const seed = process.env.PROPERTY_SEED;
    await fc.assert(property, { numRuns: RUNS, ...(seed ? { seed: Number(seed) } : {}) });
    if (process.env.PROPERTY_STATISTICS) {
      console.log(statistics.toText());
    }
    expect(statistics.share('saving')).toBeGreaterThan(0.2);
  },
  RUNS * 1000,
);
