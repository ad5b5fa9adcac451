import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { serve } from '../support/gateway.ts';
import { exercise, exhaust, startFailingGateway, startMeteredGateway } from './support/exercise.ts';
import { hasPrometheus, type StartedPrometheus, startPrometheus } from './support/prometheus.ts';
import { alerts, dashboard, expressions, targets } from './support/shown.ts';

const JOB = 'authentik-graphql-gateway';
// What is 0 in gateways at rest, of which none reaches a Redis.
const AT_REST = ['under way', 'waiting', 'rate limits', 'answers'];

const resultShape = z.object({
  result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })),
});
const rulesShape = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ name: z.string(), health: z.string(), state: z.string() })) })),
});

type Answer = readonly number[] | Error;

/** As Grafana asks where two jobs are chosen and the data source has its default of a scrape every 15 seconds. */
function toQuery(expression: string): string {
  return expression.replaceAll('$job', `(${JOB}|another)`).replaceAll('$__rate_interval', '1m');
}

describe.runIf(hasPrometheus)('a Prometheus, as docs/operations.md configures it', () => {
  let prometheus: StartedPrometheus | undefined;
  const answers = new Map<string, Answer>();
  let rules: z.infer<typeof rulesShape>['groups'][number]['rules'] = [];
  let jobs: unknown;

  const ask = (started: StartedPrometheus, expr: string): Promise<Answer> =>
    started.ask('query', { query: toQuery(expr) }).then(
      (data) => resultShape.parse(data).result.map(({ value: [, text] }) => Number(text)),
      (error: Error) => error,
    );

  const readRules = async (started: StartedPrometheus) => {
    rules = rulesShape.parse(await started.ask('rules')).groups.flatMap((group) => group.rules);
    return rules.every(({ health }) => health !== 'unknown');
  };

  // Two rounds with a scrape between them: what fails or is refused does so for the first time in the second.
  beforeAll(async () => {
    const [gateway, failing] = [await startMeteredGateway(9), await startFailingGateway()];
    const urls = [await serve(gateway.handleMetrics), await serve(failing.handleMetrics)];
    const started = await startPrometheus(urls.map((url) => new URL(url).host));
    prometheus = started;
    await exercise(gateway);
    await started.untilScraped();
    await Promise.all([exercise(gateway), exhaust(failing)]);
    await started.untilScraped();
    for (const { expr } of expressions) {
      answers.set(expr, await ask(started, expr));
    }
    await vi.waitUntil(() => readRules(started), { timeout: 10_000 });
    jobs = await started.ask('label/job/values', { 'match[]': 'authentik_gateway_build_info' });
  });

  afterAll(() => prometheus?.stop());

  it.each(targets)('has something to show on the dashboard: $panel, $legendFormat', ({ expr, legendFormat }) => {
    const answer = answers.get(expr);

    expect(answer).toBeInstanceOf(Array);
    const values = answer as readonly number[];
    expect(values.length).toBeGreaterThan(0);
    expect(values.filter((value) => !Number.isFinite(value))).toEqual([]);
    expect(values.some((value) => value > 0)).toBe(!AT_REST.includes(legendFormat));
  });

  it('offers the job that the alerts expect', () => {
    expect(dashboard.templating.list[1].query.query).toContain('authentik_gateway_build_info, job');
    expect(jobs).toEqual([JOB]);
  });

  it.each(alerts)('understands $alert', ({ expr }) => {
    expect(answers.get(expr)).toBeInstanceOf(Array);
  });

  it('evaluates every alert, and sees what is wrong', () => {
    const states = Object.fromEntries(rules.map(({ name, state }) => [name, state]));

    expect(rules.map(({ name, health }) => ({ name, health }))).toEqual(
      alerts.map(({ alert }) => ({ name: alert, health: 'ok' })),
    );
    expect(states).toMatchObject({
      GatewayDown: 'inactive',
      GatewayInternalErrors: 'inactive',
      GatewayFailing: 'pending',
      GatewayBreakerOpen: 'pending',
      GatewayRateLimitNotShared: 'pending',
    });
  });
});
