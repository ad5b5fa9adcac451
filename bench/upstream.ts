import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toChart } from './report/chart.ts';
import { toDelays, toShortfalls, toSummary, toTable } from './report/table.ts';
import { runAll } from './run.ts';

// `tsx bench/upstream.ts [--out docs/images]`: what a set of operations costs authentik by this gateway and by others.
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const results = await runAll();

console.log(`${toTable(results)}

${toSummary(results)}

More requests than others, or than must be:
${toShortfalls(results)}

Later than others (modelled):
${toDelays(results)}`);
if (values.out !== undefined) {
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'upstream-cost.svg'), toChart(results));
}
