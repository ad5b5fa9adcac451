import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readText, toPath } from '../deploy/deploy-file.ts';
import { parseMetrics } from '../support/metrics.ts';
import { exerciseFailingGateway, exerciseGateway } from './support/exercise.ts';
import { groupsIn, metricsIn } from './support/expressions.ts';
import { alerts, expressions, targets } from './support/shown.ts';

const RULES = 'deploy/prometheus/alerts.yaml';
// What Prometheus itself adds.
const ADDED = ['job', 'instance'];

const documentedCodes = [...readText('docs/errors.md').matchAll(/^### ([A-Z_]+)$/gm)].map(([, code = '']) => code);

let text = '';
let labels: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

beforeAll(async () => {
  text = await exerciseGateway();
  labels = toLabels(`${text}\n${await exerciseFailingGateway()}`);
});

/** The values of each label of each metric. */
function toLabels(all: string): Map<string, Map<string, Set<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const { name, labels: pairs } of parseMetrics(all)) {
    const known = found.get(name) ?? new Map<string, Set<string>>();
    found.set(name, known);
    for (const [label, value] of Object.entries(pairs)) {
      known.set(label, (known.get(label) ?? new Set()).add(value));
    }
  }
  return found;
}

describe.each(expressions)('$name: $expr', ({ expr, shown }) => {
  it('reads metrics that the gateway has, by labels and values that they have', () => {
    const used = metricsIn(expr);

    expect(used.length + Number(expr.startsWith('up{'))).toBeGreaterThan(0);
    for (const { metric, matchers } of used) {
      expect([...labels.keys()]).toContain(metric);
      for (const { label, values } of matchers.filter((matcher) => !ADDED.includes(matcher.label))) {
        const known: string[] = label === 'code' ? documentedCodes : [...(labels.get(metric)?.get(label) ?? [])];
        expect(known, `${metric} ${label}`).toEqual(expect.arrayContaining([...values]));
      }
    }
  });

  it('groups and shows by labels that they have', () => {
    const known = metricsIn(expr).map(({ metric }) => [...(labels.get(metric)?.keys() ?? []), ...ADDED]);

    for (const label of groupsIn(expr)) {
      expect(
        known.every((each) => each.includes(label)),
        label,
      ).toBe(true);
    }
    const kept = expr.includes(' by (') ? groupsIn(expr) : ADDED;
    expect(kept).toEqual(expect.arrayContaining(shown));
  });
});

describe('docs/operations.md', () => {
  const page = readText('docs/operations.md');

  it('lists exactly the metrics, with their kinds and labels', () => {
    const rows = [...page.matchAll(/^\| `(authentik_gateway_\w+)` \| (\w+) \| (.*?) ?\| /gm)].map(
      ([, name, kind, shown = '']) => ({
        name,
        kind,
        labels: [...shown.matchAll(/`(\w+)`/g)].map(([, label]) => label),
      }),
    );
    const real = [...text.matchAll(/^# TYPE (authentik_gateway_\w+) (\w+)/gm)].map(([, name = '', kind = '']) => {
      const found = labels.get(kind === 'histogram' ? `${name}_count` : name);
      return { name, kind, labels: [...(found?.keys() ?? [])] };
    });
    const sorted = (all: readonly { readonly name: string | undefined }[]) =>
      all.toSorted((a, b) => String(a.name).localeCompare(String(b.name)));

    expect(sorted(rows)).toEqual(sorted(real));
  });

  it('says of exactly the alerts what to do', () => {
    const section = page.split('\n## ').find((each) => each.startsWith('Alerts\n')) ?? '';

    expect([...section.matchAll(/^### (\w+)$/gm)].map(([, name]) => name)).toEqual(alerts.map(({ alert }) => alert));
  });
});

describe('the dashboard', () => {
  it('shows every metric of the gateway’s own', () => {
    const families = [...text.matchAll(/^# TYPE (authentik_gateway_\w+) /gm)].map(([, name = '']) => name);
    const used = targets.flatMap(({ expr }) => metricsIn(expr)).map(({ metric }) => metric.replace(/_bucket$/, ''));

    expect(families.length).toBeGreaterThan(15);
    expect(families.filter((name) => !used.includes(name))).toEqual([]);
  });
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

describe.runIf(hasPromtool)('promtool', () => {
  it('finds the rules in order', () => {
    expect(execFileSync('promtool', ['check', 'rules', toPath(RULES)], { encoding: 'utf8' })).toContain(
      `SUCCESS: ${alerts.length} rules found`,
    );
  });

  it('sees each alert fire when it should, and only then', () => {
    const run = spawnSync('promtool', ['test', 'rules', toPath('test/telemetry/alerts.promtool.yaml')], {
      encoding: 'utf8',
    });

    expect(run.stdout + run.stderr).toContain('SUCCESS');
    expect(run.status).toBe(0);
  });

  it('is told of each alert when it fires and when it does not', () => {
    const cases = readFileSync(toPath('test/telemetry/alerts.promtool.yaml'), 'utf8');

    for (const { alert } of alerts) {
      expect(cases.split(`alertname: ${alert}\n`).length - 1, alert).toBeGreaterThanOrEqual(2);
    }
  });

  it('finds the metrics in order', () => {
    const run = spawnSync('promtool', ['check', 'metrics'], { input: ours(text), encoding: 'utf8' });

    expect(run.stdout + run.stderr).toBe('');
    expect(run.status).toBe(0);
  });
});

// Those of Node.js are prom-client's to name.
function ours(all: string): string {
  return `${all
    .split('\n')
    .filter((line) => /^(# \w+ )?authentik_gateway_/.test(line))
    .join('\n')}\n`;
}
