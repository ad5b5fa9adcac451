import { z } from 'zod';
import { readText, readYaml } from '../../deploy/deploy-file.ts';
import { shownIn } from './expressions.ts';

const datasourceShape = z.strictObject({ type: z.literal('prometheus'), uid: z.string().regex(/^\$\{datasource\}$/) });
// What Grafana 11 knows by these names, as far as the dashboard uses it: a misspelt field is an error.
const panelShape = z.strictObject({
  id: z.int().positive(),
  type: z.enum(['timeseries', 'stat']),
  title: z.string().min(1),
  description: z.string(),
  datasource: datasourceShape,
  gridPos: z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().positive(), h: z.int().positive() }),
  fieldConfig: z.strictObject({
    // https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts
    defaults: z.strictObject({ unit: z.enum(['short', 'percentunit', 's', 'bytes', 'reqps']), min: z.number() }),
    overrides: z.array(z.unknown()),
  }),
  targets: z
    .array(z.strictObject({ refId: z.string().regex(/^[A-Z]$/), expr: z.string().min(1), legendFormat: z.string() }))
    .min(1),
  options: z
    .strictObject({
      legend: z.strictObject({ displayMode: z.enum(['list', 'table']), placement: z.enum(['bottom', 'right']) }),
      tooltip: z.strictObject({ mode: z.enum(['single', 'multi', 'none']) }),
    })
    .optional(),
});
const dashboardShape = z.strictObject({
  title: z.string().min(1),
  uid: z.string().regex(/^[\w-]{1,40}$/),
  tags: z.array(z.string()),
  // From 36 on data sources are objects; 39 is what Grafana 11.0 writes.
  schemaVersion: z.int().min(36).max(39),
  version: z.int(),
  editable: z.boolean(),
  refresh: z.string().regex(/^\d+[sm]$/),
  timezone: z.enum(['browser', 'utc']),
  time: z.strictObject({ from: z.string().startsWith('now-'), to: z.literal('now') }),
  templating: z.strictObject({
    list: z.tuple([
      z.strictObject({
        name: z.literal('datasource'),
        type: z.literal('datasource'),
        query: z.literal('prometheus'),
        label: z.string(),
      }),
      z.strictObject({
        name: z.literal('job'),
        type: z.literal('query'),
        label: z.string(),
        datasource: datasourceShape,
        query: z.strictObject({ query: z.string(), refId: z.string() }),
        refresh: z.union([z.literal(1), z.literal(2)]),
        multi: z.boolean(),
        includeAll: z.boolean(),
      }),
    ]),
  }),
  panels: z.array(panelShape).min(1),
});
const rulesShape = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string() }),
        }),
      ),
    }),
  ),
});

/** The dashboard as Grafana would read it. */
export const dashboard = dashboardShape.parse(JSON.parse(readText('deploy/grafana/authentik-graphql-gateway.json')));

/** Every alert. */
export const alerts = rulesShape.parse(readYaml('deploy/prometheus/alerts.yaml')).groups.flatMap(({ rules }) => rules);

/** Every query of the dashboard, with the title of its panel. */
export const targets = dashboard.panels.flatMap(({ title, targets: all }) =>
  all.map((target) => ({ panel: title, ...target })),
);

/** Every expression of alerts and dashboard, with the labels that are shown of its answer. */
export const expressions = [
  ...alerts.map(({ alert, expr, annotations }) => ({ name: alert, expr, shown: shownIn(annotations.summary) })),
  ...targets.map(({ panel, expr, legendFormat }) => ({ name: panel, expr, shown: shownIn(legendFormat) })),
];
