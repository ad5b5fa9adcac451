import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readDockerfile } from '../../scripts/image/dockerfile.ts';
import { SETTINGS } from '../../src/cli/settings.ts';
import { parseConfig } from '../../src/config.ts';
import { readText, readYaml, toPath } from './deploy-file.ts';

const { drainMs, shutdownMs } = parseConfig({});
const STOP_MS = drainMs + shutdownMs;

const FOLDER = 'deploy/kubernetes';
const files = readdirSync(toPath(FOLDER)).filter((file) => file !== 'kustomization.yaml');
const manifests = files.map((file) => readYaml(`${FOLDER}/${file}`));
const kindShape = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});

const probe = z.looseObject({
  httpGet: z.object({ path: z.string(), port: z.literal('http') }),
  timeoutSeconds: z.number().default(1),
});
const deploymentShape = z.object({
  spec: z.looseObject({
    template: z.object({
      spec: z.looseObject({
        automountServiceAccountToken: z.boolean(),
        securityContext: z.looseObject({ runAsNonRoot: z.boolean(), runAsUser: z.number() }),
        terminationGracePeriodSeconds: z.number(),
        containers: z.tuple([
          z.looseObject({
            image: z.string(),
            ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
            resources: z.object({
              requests: z.object({ cpu: z.string(), memory: z.string() }),
              limits: z.object({ memory: z.string() }),
            }),
            securityContext: z.unknown(),
            startupProbe: probe,
            livenessProbe: probe,
            readinessProbe: probe,
          }),
        ]),
      }),
    }),
  }),
});
const kustomizationShape = z.looseObject({
  resources: z.array(z.string()),
  configMapGenerator: z.tuple([z.object({ name: z.string(), literals: z.array(z.string()) })]),
  images: z.tuple([z.object({ name: z.string(), newName: z.string(), newTag: z.string() })]),
  labels: z.tuple([z.object({ pairs: z.record(z.string(), z.string()), includeSelectors: z.literal(true) })]),
});

const kustomization = kustomizationShape.parse(readYaml(`${FOLDER}/kustomization.yaml`));
const pod = deploymentShape.parse(readYaml(`${FOLDER}/deployment.yaml`)).spec.template.spec;
const [container] = pod.containers;

/** TypeScript in which each manifest is a value of its Kubernetes type, so that a wrong or unknown field is an error. */
function toTypeScript(all: readonly unknown[]): string {
  return all
    .map((manifest, index) => {
      const { apiVersion, kind } = kindShape.parse(manifest);
      const path = apiVersion === 'v1' ? 'core/v1' : apiVersion.replace('.k8s.io', '');
      return `import type { ${kind} as Kind${index} } from 'kubernetes-types/${path}.d.ts';\nexport const manifest${index}: Kind${index} = ${JSON.stringify(manifest)};`;
    })
    .join('\n');
}

function checkTypes(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubernetes-'));
  symlinkSync(toPath('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'manifests.ts'), text);
  const options = '--noEmit --strict --skipLibCheck --module nodenext --moduleResolution nodenext --types node'.split(
    ' ',
  );
  try {
    execFileSync(process.execPath, [toPath('node_modules/typescript/bin/tsc'), ...options, 'manifests.ts'], {
      cwd: folder,
    });
    return '';
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}

describe('the Kubernetes manifests', () => {
  it('have the fields that Kubernetes has, and no others', () => {
    const wrong = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec: { port: 80 } };

    expect(checkTypes(toTypeScript([wrong]))).toContain('"port"');
    expect(checkTypes(toTypeScript(manifests))).toBe('');
  });

  it('are all in the kustomization, each of a kind of its own', () => {
    const kinds = manifests.map((manifest) => kindShape.parse(manifest).kind);

    expect(kustomization.resources.toSorted()).toEqual(files.toSorted());
    expect(kinds.toSorted()).toEqual([
      'Deployment',
      'HorizontalPodAutoscaler',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
    ]);
  });

  it('select the pods by the label that the kustomization puts on', () => {
    const [[label, value] = []] = Object.entries(kustomization.labels[0].pairs);
    const named = files.flatMap((file) => [
      ...readText(`${FOLDER}/${file}`).matchAll(/matchLabels:\n\s+(\S+): (\S+)/g),
    ]);

    const selectors = named.filter(([, key, name]) => key === label && name !== 'authentik');
    expect(selectors.length).toBe(4);
    expect(selectors.map(([, , name]) => name)).toEqual([value, value, value, value]);
  });

  it('give the gateway only settings that there are, and an authentik', () => {
    const names = kustomization.configMapGenerator[0].literals.map((literal) => literal.split('=')[0]);

    expect(names).toContain('AUTHENTIK_URL');
    expect(names.filter((name) => !SETTINGS.some(({ variable }) => variable === name))).toEqual([]);
  });

  it('name the image and the version of the package', () => {
    const { name, version } = JSON.parse(readText('package.json'));

    expect([container.image, kustomization.images[0]]).toEqual([name, { name, newName: name, newTag: version }]);
  });
});

describe('the pod', () => {
  it('runs without rights, as the user of the image, on a read-only root', () => {
    const user = readDockerfile(toPath('Dockerfile'))
      .at(-1)
      ?.steps.find(({ keyword }) => keyword === 'USER')?.text;

    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.securityContext.runAsNonRoot).toBe(true);
    expect(`${pod.securityContext.runAsUser}:${pod.securityContext.runAsUser}`).toBe(user);
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  it('is asked where the gateway answers, and longer than its readiness takes', () => {
    const { startupProbe, livenessProbe, readinessProbe } = container;

    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual([
      ...['/health/live', '/health/live', '/health/ready'],
    ]);
    expect(readinessProbe.timeoutSeconds).toBeGreaterThan(2);
    expect(container.ports[0]).toEqual({ name: 'http', containerPort: 4000 });
  });

  it('has time to stop: until nothing new is sent, and for what was accepted', () => {
    expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(STOP_MS);
  });
});

const hasKubectl = hasCommand('kubectl', ['version', '--client']);

describe('kubectl kustomize', () => {
  // kubectl is no part of the project; where it is missing the checks above stand alone.
  it.runIf(hasKubectl)('puts all of it together', () => {
    const output = execFileSync('kubectl', ['kustomize', toPath(FOLDER)], { encoding: 'utf8' });

    const all = parseAllDocuments(output).map((document) => kindShape.parse(document.toJS()));
    expect(all.map(({ kind }) => kind).toSorted()).toEqual([
      ...['ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'PodDisruptionBudget', 'Service'],
    ]);
    expect(all.filter(({ metadata }) => metadata.namespace !== 'authentik')).toEqual([]);
    expect(checkTypes(toTypeScript(all))).toBe('');
  });
});

function hasCommand(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
