import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPort } from '../scripts/image/find-port.ts';
import { SETTINGS } from '../src/cli/settings.ts';
import { aMeJson } from './support/builders.ts';
import { runCli } from './support/cli.ts';
import { recordedData, serve } from './support/gateway.ts';
import { answerJson, aScriptedAuthentik } from './support/scripted-authentik.ts';

async function ask(banner: string, key: string, query: string): Promise<{ data: unknown }> {
  const [endpoint] = /http:\S+\/graphql/.exec(banner) ?? [];
  const response = await fetch(endpoint ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data: unknown };
}

describe('the gateway without an authentik URL', () => {
  it('stands in front of the sandbox, says so, and what may be tried', async () => {
    const run = runCli(['--port', '0']);

    const banner = await run.until('curl');

    for (const key of ['key-admin', 'key-viewer', 'key-plain']) {
      expect(banner).toContain(key);
    }
    expect(banner).toMatch(/1,000 users, 60 groups, 2,000 tokens/);
    expect(await ask(banner, 'key-viewer', '{ viewer { username } }')).toMatchObject({
      data: { viewer: { username: 'viewer' } },
    });
  });

  it('prints a curl line that works as it stands', async () => {
    const run = runCli([], { PORT: '0' });
    const banner = await run.until('For a real authentik');
    const [line = ''] = /curl .*/.exec(banner) ?? [];

    const shell = runShell(line);

    expect(JSON.parse(await shell)).toMatchObject({
      data: { viewer: { username: 'akadmin', groups: expect.any(Array) } },
    });
  });

  it('ends with 0 when told to, and lets go of its port', async () => {
    const run = runCli(['--port', '0']);
    const banner = await run.until('curl');
    run.child.kill('SIGTERM');

    expect((await run.ended).status).toBe(0);
    await expect(ask(banner, 'key-admin', '{ viewer { pk } }')).rejects.toThrow();
  });
});

describe('the gateway with an authentik URL', () => {
  it('stands in front of it and starts no sandbox', async () => {
    const authentik = aScriptedAuthentik((_target, response) => answerJson(response, aMeJson()));
    const run = runCli([], { AUTHENTIK_URL: await serve(authentik.handle), PORT: '0' });

    const banner = await run.until('curl');
    const answer = await ask(banner, 'key-own', '{ viewer { username } }');

    expect(banner).not.toMatch(/sandbox|key-admin/);
    expect(answer).toMatchObject({ data: { viewer: { username: 'plain' } } });
    expect(authentik.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer key-own']);
  });
});

describe('the sandbox alone', () => {
  it('serves authentik’s API below /api/v3/', async () => {
    const run = runCli(['sandbox', '--port', '0']);
    const banner = await run.until('curl');
    const [url = ''] = /http:\S+\/api\/v3\//.exec(banner) ?? [];

    const response = await fetch(`${url}core/users/me/`, { headers: { authorization: 'Bearer key-plain' } });

    expect(await response.json()).toMatchObject({ user: { username: 'plain' } });
  });

  it('plays the release it is told to', async () => {
    const run = runCli(['sandbox', '--port', '0'], { AUTHENTIK_VERSION: '2025.12' });
    const banner = await run.until('curl');
    const [url = ''] = /http:\S+\/api\/v3\//.exec(banner) ?? [];

    const response = await fetch(`${url}admin/version/`, { headers: { authorization: 'Bearer key-plain' } });

    expect(banner).toContain('as authentik 2025.12.4;');
    expect(await response.json()).toMatchObject({ version_current: '2025.12.4' });
  });

  it('can be loaded with one’s own data', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'data.json');
    writeFileSync(file, JSON.stringify(recordedData()));
    const run = runCli(['--port', '0', '--sandbox-data', file]);

    const banner = await run.until('curl');

    expect(banner).toContain('9 users, 6 groups, 12 tokens');
    expect(await ask(banner, 'key-ops1', '{ viewer { username } }')).toMatchObject({
      data: { viewer: { username: 'ops-1' } },
    });
  });
});

describe('bad settings', () => {
  it('end with 2 and are told all at once, by the name they were given under', async () => {
    const run = runCli(['--upstream-timeout-ms', 'soon', '--colour', 'red', 'extra'], {
      AUTHENTIK_URL: 'ftp://x',
      PORT: '70000',
      LOG_LEVEL: 'loud',
    });

    const { status, stderr, stdout } = await run.ended;

    expect(status).toBe(2);
    expect(stdout).toBe('');
    for (const name of ['--upstream-timeout-ms', '--colour', 'extra', 'AUTHENTIK_URL', 'PORT', 'LOG_LEVEL']) {
      expect(stderr).toContain(`  ${name}: `);
    }
  });

  it.each<[string, string[], Record<string, string>, RegExp]>([
    ['an empty authentik URL, which must not start the sandbox', [], { AUTHENTIK_URL: '' }, /AUTHENTIK_URL: /],
    ['an authentik URL with a password', [], { AUTHENTIK_URL: 'https://user:pw@authentik.company' }, /AUTHENTIK_URL: /],
    ['an empty port', [], { PORT: '' }, /PORT: Must be a whole number/],
    ['a flag without value', ['--port'], {}, /--port: Must be a whole number/],
    ['an unknown command', ['explode'], {}, /explode: /],
    [
      'verification of certificates switched off',
      [],
      { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      /NODE_TLS_REJECT_UNAUTHORIZED/,
    ],
    [
      'a release that the sandbox cannot play',
      ['--authentik-version', '2023.1'],
      {},
      /--authentik-version: .*2024\.6\.5/,
    ],
    ['no release at all', [], { AUTHENTIK_VERSION: '' }, /AUTHENTIK_VERSION: Must be a version of authentik/],
    ['a data file that is not there', ['--sandbox-data', '/nowhere.json'], {}, /\/nowhere\.json/],
  ])('such as %s end with 2', async (_case, args, environment, message) => {
    const { status, stderr } = await runCli(args, environment).ended;

    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ at .*\.ts:/);
  });

  it('such as a port for metrics that is taken end with 2', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';

    const { status, stderr } = await runCli(['--port', '0', '--metrics-port', port]).ended;
    server.close();

    expect(status).toBe(2);
    expect(stderr).toContain(`EADDRINUSE`);
  });

  it('such as a port that is taken end with 2', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';

    const { status, stderr } = await runCli(['--port', port]).ended;
    server.close();

    expect(status).toBe(2);
    expect(stderr).toContain(`EADDRINUSE`);
  });
});

describe('questions to the command line', () => {
  it('--version is the package’s', async () => {
    const { status, stdout } = await runCli(['--version']).ended;

    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect([status, stdout]).toEqual([0, `${manifest.version}\n`]);
  });

  it('--explain tells the plan of a document, or what is wrong with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'explain-'));
    writeFileSync(join(folder, 'good.graphql'), 'query Mine { viewer { tokens { totalCount } } }');
    writeFileSync(join(folder, 'bad.graphql'), '{\n viewer { nope } }');

    const good = await runCli(['--explain', join(folder, 'good.graphql')]).ended;
    const bad = await runCli(['--explain', join(folder, 'bad.graphql')]).ended;

    expect([good.status, good.stdout]).toEqual([0, expect.stringContaining('query Mine: at least 1 request')]);
    expect([bad.status, bad.stderr]).toEqual([2, expect.stringContaining('line 2: Cannot query field "nope"')]);
  });

  it('--help names every setting as flag and variable, with unit', async () => {
    const { status, stdout } = await runCli(['--help']).ended;

    expect(status).toBe(0);
    for (const { flag, variable, unit } of SETTINGS) {
      expect(stdout).toContain(`--${flag}, ${variable} (${unit}`);
    }
  });
});

async function runShell(line: string): Promise<string> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    execFile('sh', ['-c', line], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

describe('METRICS_PORT', () => {
  it('opens a listener of its own, and the other one serves no metrics', async () => {
    const run = runCli([], { PORT: '0', METRICS_PORT: await findPort() });
    const banner = await run.until('Try it');
    const url = /GraphQL +(\S+)\/graphql/.exec(banner)?.[1] ?? '';
    const metricsUrl = /Metrics +(\S+)/.exec(banner)?.[1] ?? '';

    const own = await fetch(metricsUrl);
    const onPublic = await fetch(`${url}/metrics`);

    expect([own.status, onPublic.status]).toEqual([200, 404]);
    expect(own.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await own.text()).toContain('authentik_gateway_build_info');
  });

  it('opens none when it is left out', async () => {
    expect(await runCli([], { PORT: '0' }).until('Try it')).not.toContain('Metrics');
  });
});
