import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { readText, readYaml, toPath } from './deploy-file.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const NAME = 'authentik-graphql-gateway';
const LABELS = { 'app.kubernetes.io/name': NAME };

const portShape = z.object({ name: z.string(), containerPort: z.number() });
const deploymentShape = z.object({
  spec: z.object({
    template: z.object({ spec: z.object({ containers: z.tuple([z.object({ ports: z.array(portShape) })]) }) }),
  }),
});
const serviceShape = z.object({ spec: z.object({ ports: z.array(z.object({ targetPort: z.unknown() })) }) });
const policyShape = z.object({
  spec: z.object({ ingress: z.array(z.object({ ports: z.array(z.unknown()), from: z.unknown().optional() })) }),
});
const kustomizationShape = z.object({
  namespace: z.string(),
  configMapGenerator: z.tuple([z.object({ literals: z.array(z.string()) })]),
});
// Of https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor what ours has.
const podMonitorShape = z.strictObject({
  apiVersion: z.literal('monitoring.coreos.com/v1'),
  kind: z.literal('PodMonitor'),
  metadata: z.strictObject({ name: z.string(), namespace: z.string() }),
  spec: z.strictObject({
    jobLabel: z.string(),
    selector: z.strictObject({ matchLabels: z.record(z.string(), z.string()) }),
    podMetricsEndpoints: z.array(z.strictObject({ port: z.string() })),
  }),
});

const [{ ports }] = deploymentShape.parse(readYaml('deploy/kubernetes/deployment.yaml')).spec.template.spec.containers;
const kustomization = kustomizationShape.parse(readYaml('deploy/kubernetes/kustomization.yaml'));
const settings = parseEnv(kustomization.configMapGenerator[0].literals.join('\n'));

describe('metrics on Kubernetes', () => {
  it('have a port of the pod, on all of its addresses', () => {
    expect(ports.find(({ name }) => name === 'metrics')?.containerPort).toBe(Number(settings.METRICS_PORT));
    expect(settings.METRICS_HOST).toBe('0.0.0.0');
    expect(new Set(ports.map(({ containerPort }) => containerPort)).size).toBe(2);
  });

  it('are not reached through the service', () => {
    const service = serviceShape.parse(readYaml('deploy/kubernetes/service.yaml'));

    expect(service.spec.ports.map(({ targetPort }) => targetPort)).toEqual(['http']);
  });

  it('are for one namespace only, while anybody may ask for GraphQL', () => {
    const { ingress } = policyShape.parse(readYaml('deploy/kubernetes/network-policy.yaml')).spec;

    expect(ingress).toEqual([
      { ports: [{ port: 'http' }], from: undefined },
      {
        ports: [{ port: 'metrics' }],
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      },
    ]);
  });

  it('are found by the operator, as the job that alerts and dashboard expect', () => {
    const { metadata, spec } = podMonitorShape.parse(readYaml('deploy/prometheus/pod-monitor.yaml'));

    expect(metadata).toEqual({ name: NAME, namespace: kustomization.namespace });
    expect(spec.selector.matchLabels).toEqual(LABELS);
    expect(spec.selector.matchLabels[spec.jobLabel]).toBe(NAME);
    expect(spec.podMetricsEndpoints).toEqual([{ port: 'metrics' }]);
    expect(readText('deploy/prometheus/alerts.yaml')).toContain(`{job="${NAME}"}`);
  });
});

const configShape = z.looseObject({
  scrape_configs: z.tuple([
    z.strictObject({
      job_name: z.literal(NAME),
      static_configs: z.unknown().optional(),
      kubernetes_sd_configs: z
        .tuple([z.strictObject({ role: z.literal('pod'), namespaces: z.strictObject({ names: z.array(z.string()) }) })])
        .optional(),
      relabel_configs: z.array(z.looseObject({ source_labels: z.array(z.string()), regex: z.string() })).optional(),
    }),
  ]),
});

/** Every configuration of a Prometheus that docs/operations.md shows. */
const configs = [...readText('docs/operations.md').matchAll(/```yaml\n(scrape_configs:\n[\s\S]*?)```/g)].map(
  ([, text = '']) => configShape.parse(parse(text)),
);

describe('the configurations of Prometheus in docs/operations.md', () => {
  it('are one for hosts and one that finds the pods by the names that they have', () => {
    const [hosts, pods, ...others] = configs.map(({ scrape_configs: [job] }) => job);

    expect([hosts?.kubernetes_sd_configs, others]).toEqual([undefined, []]);
    expect(pods?.kubernetes_sd_configs?.[0].namespaces.names).toEqual([kustomization.namespace]);
    expect(pods?.relabel_configs).toEqual([
      {
        source_labels: [
          `__meta_kubernetes_pod_label_${Object.keys(LABELS)[0]?.replace(/\W/g, '_')}`,
          '__meta_kubernetes_pod_container_port_name',
        ],
        regex: `${NAME};${ports[1]?.name}`,
        action: 'keep',
      },
    ]);
  });

  // Debian's build of Prometheus knows no Kubernetes, so a host stands for the pods.
  it.runIf(hasPromtool).each(configs)('are in order for promtool', ({ scrape_configs: [job], ...rest }) => {
    const { kubernetes_sd_configs: _pods, ...others } = { static_configs: [{ targets: ['a:1'] }], ...job };
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    copyFileSync(toPath('deploy/prometheus/alerts.yaml'), join(folder, 'alerts.yaml'));
    writeFileSync(join(folder, 'prometheus.yml'), stringify({ scrape_configs: [others], ...rest }));

    const run = spawnSync('promtool', ['check', 'config', 'prometheus.yml'], { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });

    expect(run.stdout + run.stderr).toContain('prometheus.yml is valid');
    expect(run.stdout + run.stderr).toContain('rules found');
  });
});
