import { beforeAll, describe, expect, it } from 'vitest';
import { toMilliseconds } from '../../bench/cost-model.ts';
import { toChart } from '../../bench/report/chart.ts';
import { toTable } from '../../bench/report/table.ts';
import { type Result, runAll } from '../../bench/run.ts';
import { toBetter } from '../../bench/summary.ts';
import { BEHIND, EXPECTED_REQUESTS } from './expected-requests.ts';

let results: readonly Result[];

// Throws by itself when the approaches answer differently.
beforeAll(async () => {
  results = await runAll();
});

describe('the bench of upstream requests', () => {
  it('sees the gateway take exactly the committed requests', () => {
    const taken = Object.fromEntries(results.map(({ operation, costs }) => [operation.id, costs.gateway.requests]));

    expect(taken).toEqual(EXPECTED_REQUESTS);
  });

  it('sees the gateway take more than others, or than must be, only where that is committed', () => {
    const behind = results.map((result) => [result.operation.id, toBetter(result)] as const);

    expect(Object.fromEntries(behind.filter(([, better]) => better.length > 0))).toEqual(BEHIND);
  });

  it.each(['requests', 'rows', 'bytes', 'milliseconds'] as const)(
    'sees the plan never cost more %s than no plan',
    (figure) => {
      const dearer = results.filter(({ costs }) => costs.gateway[figure] > costs.unplanned[figure]);

      expect(dearer.map(({ operation }) => operation.id)).toEqual([]);
    },
  );

  it('sees the gateway nowhere below what is said to be the least', () => {
    const below = results.filter(({ operation, costs }) => costs.gateway.requests < operation.least.requests);

    expect(below.map(({ operation }) => operation.id)).toEqual([]);
  });

  it('prints a line and a row of bars for each of at least 24 operations', () => {
    const table = toTable(results);
    const chart = toChart(results);

    expect(results.length).toBeGreaterThanOrEqual(24);
    expect(results.filter(({ operation }) => !table.includes(operation.title))).toEqual([]);
    expect(chart.match(/<rect class="gateway" x="232"/g)).toHaveLength(results.length);
  });
});

describe('the cost model', () => {
  // Rows and milliseconds as measured on a real server.
  it.each([
    ['/core/users/', 100, 897],
    ['/core/users/?include_groups=false', 100, 680],
    ['/core/tokens/', 100, 1448],
    ['/core/tokens/?include_groups=false', 100, 1139],
    ['/core/groups/', 20, 184],
    ['/core/groups/?include_users=false', 20, 133],
    ['/core/groups/?include_users=false&include_children=true', 20, 105],
  ])('prices %s with %i rows within 1 %% of the %i ms that were measured', (path, rows, measuredMs) => {
    const milliseconds = toMilliseconds({ path, rows, status: 200 }, true);

    expect(Math.abs(milliseconds - measuredMs)).toBeLessThanOrEqual(measuredMs / 100);
  });

  it('prices fifty single users on two busy workers near the 2400 ms that were measured', () => {
    const one = toMilliseconds({ path: '/core/users/5/', rows: 1, status: 200 }, false);

    expect(Math.abs((one * 50) / 2 - 2400)).toBeLessThan(100);
  });
});
