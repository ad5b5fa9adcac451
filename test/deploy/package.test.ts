import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readText, toPath } from './deploy-file.ts';

const run = promisify(execFile);
const manifest = JSON.parse(readText('package.json'));

let folder: string;
let packed: readonly string[];

// What is published, installed as by a stranger: into a folder of its own, from the cache as far as that goes.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: toPath('') });
  const shape = z.tuple([z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })]);
  const [{ filename, files }] = shape.parse(Object.values(JSON.parse(stdout.slice(stdout.search(/^[[{]/m)))));
  packed = files.map(({ path }) => path);
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, 'app/package.json'), '{"type":"module","private":true}');
  await run('npm', ['install', '--prefer-offline', '--ignore-scripts', join(folder, filename)], { cwd: app() });
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const app = () => join(folder, 'app');

async function runModule(text: string): Promise<string> {
  writeFileSync(join(app(), 'main.js'), text);
  return (await run(process.execPath, ['main.js'], { cwd: app() })).stdout;
}

describe('the package', () => {
  it('holds what is needed to run it, and nothing else', () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        'dist/cli.js',
        'dist/index.js',
        'dist/index.d.ts',
        'schema.graphql',
        'README.md',
        'LICENSE',
      ]),
    );
    expect(
      packed.filter(
        (path) => !/^(dist\/|(schema\.graphql|README\.md|CHANGELOG\.md|LICENSE|package\.json)$)/.test(path),
      ),
    ).toEqual([]);
  });

  it('brings no tools of development along', () => {
    const lock = JSON.parse(readFileSync(join(app(), 'package-lock.json'), 'utf8'));
    const names = Object.keys(lock.packages).filter((name) => name !== '');

    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => /\/(typescript|vitest|tsx|@biomejs\/biome)$/.test(name))).toEqual([]);
  });

  it('has a program that npx finds', async () => {
    const { stdout } = await run('npx', ['--offline', 'authentik-graphql-gateway', '--version'], { cwd: app() });

    expect(stdout).toBe(`${manifest.version}\n`);
  });

  it('starts by npx, and answers from its sandbox', async () => {
    const child = spawn('npx', ['--offline', 'authentik-graphql-gateway', '--port', '0'], {
      cwd: app(),
      detached: true,
    });
    let banner = '';
    for await (const chunk of child.stdout) {
      banner += chunk;
      if (banner.includes('curl')) {
        break;
      }
    }
    const [url = ''] = /http:\S+\/graphql/.exec(banner) ?? [];

    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-viewer' },
      body: '{"query":"{ viewer { username } }"}',
    });
    if (child.pid !== undefined) {
      process.kill(-child.pid, 'SIGTERM');
    }

    expect(await response.json()).toMatchObject({ data: { viewer: { username: 'viewer' } } });
  });

  it('shows a doctor without a URL, by npx', async () => {
    const { stdout } = await run('npx', ['--offline', 'authentik-graphql-gateway', 'doctor'], { cwd: app() });

    expect(stdout).toContain('The gateway can work with it.');
  });

  it('is a library', async () => {
    const output = await runModule(`
      import { createServer } from 'node:http';
      import { createGateway, createLog, createSandbox, parseConfig } from 'authentik-graphql-gateway';

      const listen = (handle) => new Promise((resolve) => {
        const server = createServer(handle).listen(0, '127.0.0.1', () => resolve({ server, url: 'http://127.0.0.1:' + server.address().port }));
      });
      const sandbox = await listen(createSandbox().handle);
      const config = parseConfig({ authentikUrl: sandbox.url });
      const gateway = createGateway(config, { log: createLog('silent') });
      const { server, url } = await listen(gateway.handle);
      const response = await fetch(url + '/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer key-plain' },
        body: JSON.stringify({ query: '{ viewer { username } }' }),
      });
      console.log(await response.text());
      await gateway.close();
      for (const each of [server, sandbox.server]) { each.closeAllConnections(); each.close(); }
    `);

    expect(JSON.parse(output)).toEqual({ data: { viewer: { username: 'plain' } } });
  });

  it('exports its schema as a file', async () => {
    const output = await runModule(`
      import { readFileSync } from 'node:fs';
      import { fileURLToPath } from 'node:url';
      import { sdl } from 'authentik-graphql-gateway';
      const file = readFileSync(fileURLToPath(import.meta.resolve('authentik-graphql-gateway/schema.graphql')), 'utf8');
      console.log(JSON.stringify([file.length, file === sdl]));
    `);

    expect(JSON.parse(output)).toEqual([readText('schema.graphql').length, true]);
  });

  it('exports nothing else', async () => {
    await expect(runModule(`import 'authentik-graphql-gateway/dist/gateway.js';`)).rejects.toThrow(
      /ERR_PACKAGE_PATH_NOT_EXPORTED/,
    );
  });

  it.each([['nodenext'], ['bundler']])(
    'has types that resolve with %s',
    async (moduleResolution) => {
      const options = ['--noEmit', '--strict', '--target', 'es2023', '--moduleResolution', moduleResolution];
      options.push('--module', moduleResolution === 'bundler' ? 'esnext' : moduleResolution);
      options.push('--types', 'node', '--typeRoots', toPath('node_modules/@types'));
      const check = (text: string) => {
        writeFileSync(join(app(), 'main.ts'), text);
        return run(process.execPath, [toPath('node_modules/typescript/bin/tsc'), ...options, 'main.ts'], {
          cwd: app(),
        });
      };
      const right = `
      import { createServer } from 'node:http';
      import { type Config, createGateway, createLog, type Gateway, parseConfig, parseDataset, type SandboxDataset } from 'authentik-graphql-gateway';
      const config: Config = parseConfig({ port: 0 });
      const gateway: Gateway = createGateway({ ...config, authentikUrl: 'http://localhost/api/v3' }, { log: createLog('silent') });
      export const data: SandboxDataset = parseDataset({ users: [] });
      createServer(gateway.handle);
      export const port: number = config.port;
    `;

      await expect(check(right)).resolves.toBeDefined();
      await expect(check(right.replace('port: number', 'port: string'))).rejects.toMatchObject({
        stdout: expect.stringContaining('TS2322'),
      });
    },
    60_000,
  );
});
