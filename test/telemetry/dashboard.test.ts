import { describe, expect, it } from 'vitest';
import { metricsIn } from './support/expressions.ts';
import { dashboard, targets } from './support/shown.ts';

const { panels, templating } = dashboard;
const variables = templating.list.map(({ name }) => name);

/** The variables that a text reads, Grafana's own too. */
function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
}

describe('the dashboard', () => {
  it('has panels of ids and titles of their own, with queries of names of their own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    for (const { targets: all } of panels) {
      expect(new Set(all.map(({ refId }) => refId)).size).toBe(all.length);
    }
  });

  it('has panels that do not lie on each other, in the 24 columns there are', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });

  it('reads the variables that it declares, each of them and no others', () => {
    const read = variablesIn(JSON.stringify({ panels, templating }));

    expect([...new Set(read)].toSorted()).toEqual([...variables, '__rate_interval'].toSorted());
  });

  it.each(targets)(
    'reads only the jobs that were chosen, of which there may be several: $panel, $refId',
    ({ expr }) => {
      const used = metricsIn(expr);

      expect(used.length).toBeGreaterThan(0);
      for (const { metric, matchers } of used) {
        expect(expr).toContain(`${metric}{job=~"$job"`);
        expect(matchers.find(({ label }) => label === 'job')?.values).toEqual(['$job']);
      }
    },
  );

  it('takes rates over what Grafana says is long enough for how often is scraped, and only of counters', () => {
    for (const { expr } of targets) {
      const ranges = [...expr.matchAll(/(\w+)\{[^}]*\}\[([^\]]+)\]/g)];

      expect(
        ranges.every(([, metric = '', range]) => /_(total|bucket)$/.test(metric) && range === '$__rate_interval'),
      ).toBe(true);
      const counters = metricsIn(expr).filter(({ metric }) => /_(total|bucket)$/.test(metric));
      expect(ranges.length).toBe(counters.length);
      expect([...expr.matchAll(/\brate\(/g)].length).toBe(ranges.length);
    }
  });

  it('offers the jobs that have a gateway', () => {
    expect(templating.list[1].query.query).toBe('label_values(authentik_gateway_build_info, job)');
  });
});
