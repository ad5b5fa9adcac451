import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { findPort } from '../../../scripts/image/find-port.ts';
import { readText, toPath } from '../../deploy/deploy-file.ts';

/** Whether there is a Prometheus to start. */
export const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;

/** A Prometheus of one's own. */
export interface StartedPrometheus {
  /** Asks its API: what `data` holds of an answer that is a success. */
  readonly ask: (path: string, parameters?: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Resolves once each target has been scraped after this was called. */
  readonly untilScraped: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const PATIENCE = { timeout: 20_000, interval: 50 };
const configShape = z.strictObject({
  scrape_configs: z.tuple([
    z.strictObject({
      job_name: z.string(),
      static_configs: z.tuple([z.strictObject({ targets: z.array(z.string()) })]),
    }),
  ]),
  rule_files: z.tuple([z.literal('alerts.yaml')]),
});
const answerShape = z.discriminatedUnion('status', [
  z.object({ status: z.literal('success'), data: z.unknown() }),
  z.object({ status: z.literal('error'), error: z.string() }),
]);

/** The configuration that docs/operations.md shows, with other targets in the place of as many, and in a hurry. */
function toConfig(targets: readonly string[]): string {
  const [, block = ''] = /```yaml\n(scrape_configs:\n[\s\S]*?)```/.exec(readText('docs/operations.md')) ?? [];
  const config = configShape.parse(parse(block));
  const [group] = config.scrape_configs[0].static_configs;
  if (group.targets.length !== targets.length) {
    throw new Error(`expected as many targets as the documentation names, which is ${group.targets.length}`);
  }
  group.targets = [...targets];
  return stringify({ global: { scrape_interval: '500ms', evaluation_interval: '500ms' }, ...config });
}

/** Starts a Prometheus that scrapes these hosts and knows the alerts, and waits until it has done so once. */
export async function startPrometheus(targets: readonly string[]): Promise<StartedPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  writeFileSync(join(folder, 'prometheus.yml'), toConfig(targets));
  copyFileSync(toPath('deploy/prometheus/alerts.yaml'), join(folder, 'alerts.yaml'));
  const address = `127.0.0.1:${await findPort()}`;
  const child = spawn(
    'prometheus',
    ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=${address}`],
    { cwd: folder, stdio: 'ignore' },
  );
  const ask: StartedPrometheus['ask'] = async (path, parameters = {}) => {
    const response = await fetch(`http://${address}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const answer = answerShape.parse(await response.json());
    return answer.status === 'success' ? answer.data : Promise.reject(new Error(answer.error));
  };
  const untilScraped = () => waitForScrapes(ask, targets.length);
  const stop = async () => {
    if (child.exitCode === null && child.kill('SIGKILL')) {
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true });
  };
  try {
    await vi.waitUntil(() => isReady(address), PATIENCE);
    await untilScraped();
  } catch (error) {
    await stop();
    throw error;
  }
  return { ask, untilScraped, stop };
}

// A scrape that began before may have ended after, so the second one from now is the first that tells of all before.
async function waitForScrapes(ask: StartedPrometheus['ask'], targets: number): Promise<void> {
  const count = async () => {
    const { result } = z
      .object({ result: z.array(z.object({ value: z.tuple([z.number(), z.coerce.number()]) })) })
      .parse(await ask('query', { query: 'sum_over_time(up[1h])' }));
    return result.length < targets ? 0 : Math.min(...result.map(({ value: [, scrapes] }) => scrapes));
  };
  const before = await count();
  await vi.waitUntil(async () => (await count()) >= before + 2, PATIENCE);
}

async function isReady(address: string): Promise<boolean> {
  return fetch(`http://${address}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
