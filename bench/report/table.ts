import { APPROACHES, type Result } from '../run.ts';
import { toBetter, toLeast, toTotal } from '../summary.ts';
import type { Cost } from '../virtual-upstream.ts';

const TITLES = {
  gateway: '(a) this gateway',
  unplanned: '(b) without its plan',
  plain: '(c) plain gateway',
  script: '(d) script',
} as const;

const NAME_WIDTH = 35;
const COST_WIDTHS = [4, 5, 7, 6] as const;
const COST_TITLES = ['req', 'rows', 'kB', 'ms'] as const;
const GROUP_WIDTH = COST_WIDTHS.reduce((total, width) => total + width, 0);

/** The whole result as aligned text. The same for every run: nothing in it was measured with a clock. */
export function toTable(results: readonly Result[]): string {
  const totals = APPROACHES.map((approach) => toTotal(results, approach));
  const head = [
    ['', 'least', ...APPROACHES.map((approach) => TITLES[approach].padStart(GROUP_WIDTH))],
    ['operation', 'req', ...APPROACHES.map(() => toCells(COST_TITLES))],
  ];
  const body = results.map(({ operation, costs }) => [
    operation.title,
    String(operation.least.requests),
    ...APPROACHES.map((approach) => toCostCells(costs[approach])),
  ]);
  const foot = ['together', String(toLeast(results)), ...totals.map(toCostCells)];
  const lines = [...head, ...body, foot].map(([name = '', least = '', ...costs]) =>
    `${name.padEnd(NAME_WIDTH)}${least.padStart(6)} |${costs.join(' |')}`.trimEnd(),
  );
  const rule = '-'.repeat(Math.max(...lines.map((line) => line.length)));
  return [...lines.slice(0, 2), rule, ...lines.slice(2, -1), rule, ...lines.slice(-1)].join('\n');
}

/** In one line each: this gateway against the others and against the least. */
export function toSummary(results: readonly Result[]): string {
  const ours = toTotal(results, 'gateway');
  const against = (['unplanned', 'plain', 'script'] as const).map((approach) => {
    const theirs = toTotal(results, approach);
    const compare = (read: (cost: Cost) => number) => `${toPercent(read(ours), read(theirs))} %`;
    return `(a) against ${TITLES[approach]}: requests ${compare((cost) => cost.requests)}, rows ${compare((cost) => cost.rows)}, bytes ${compare((cost) => cost.bytes)}, modelled time ${compare((cost) => cost.milliseconds)}`;
  });
  const least = toLeast(results);
  const reached = results.filter((result) => !toBetter(result).includes('least')).length;
  return [
    ...against,
    `(a) against the least: ${ours.requests} requests where ${least} would do; ${reached} of ${results.length} operations take the least`,
  ].join('\n');
}

/** Where this gateway takes more requests than another approach or than the least, and how less would do. */
export function toShortfalls(results: readonly Result[]): string {
  return results
    .filter((result) => toBetter(result).length > 0)
    .map(({ operation, costs, ...result }) => {
      const better = toBetter({ operation, costs, ...result });
      const named = better.map((other) =>
        other === 'least' ? `least ${operation.least.requests}` : `${TITLES[other]} ${costs[other].requests}`,
      );
      return `${operation.id}: (a) ${costs.gateway.requests}, ${named.join(', ')}. Least: ${operation.least.why}`;
    })
    .join('\n');
}

/** Where this gateway is answered later than the plain gateway or the script, however many requests they take. */
export function toDelays(results: readonly Result[]): string {
  return results
    .filter(({ costs }) => costs.gateway.milliseconds > Math.min(costs.plain.milliseconds, costs.script.milliseconds))
    .map(({ operation: { id }, costs: { gateway, plain, script } }) => {
      const [ours, theirs, byHand] = [gateway, plain, script].map((cost) => `${cost.milliseconds} ms`);
      return `${id}: (a) ${ours}, (c) ${theirs}, (d) ${byHand}`;
    })
    .join('\n');
}

function toCostCells({ requests, rows, bytes, milliseconds }: Cost): string {
  return toCells([String(requests), String(rows), (bytes / 1000).toFixed(1), String(milliseconds)]);
}

function toCells(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padStart(COST_WIDTHS[index] ?? 0)).join('');
}

function toPercent(part: number, whole: number): number {
  return Math.round((100 * part) / whole);
}
