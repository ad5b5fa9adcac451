import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findPort } from '../../scripts/image/find-port.ts';
import { parseConfig } from '../../src/config.ts';
import { aMeJson } from '../support/builders.ts';
import { startGateway } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';
import { readText, readYaml } from './deploy-file.ts';

// The gateway hangs up idle connections after 65 seconds (src/server.ts), so whatever keeps them must do so before.
const GATEWAY_IDLE_SECONDS = 65;
const { maxBodyBytes, operationTimeoutMs } = parseConfig({});

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
  }
});

interface Proxy {
  readonly name: string;
  readonly file: string;
  readonly isHere: boolean;
  /** Starts it with the project's file, the addresses in it replaced; answers once it listens. */
  readonly start: (upstream: string, port: string) => ChildProcess;
}

const PROXIES: readonly Proxy[] = [
  {
    name: 'nginx',
    file: 'deploy/nginx/authentik-graphql-gateway.conf',
    isHere: spawnSync('nginx', ['-v']).status === 0,
    start: (upstream, port) => {
      const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
      const site = readText('deploy/nginx/authentik-graphql-gateway.conf')
        .replace('server 127.0.0.1:4000;', `server ${upstream};`)
        .replace('listen 80;', `listen 127.0.0.1:${port};`)
        .replace('server_name graphql.company;', 'server_name 127.0.0.1;');
      mkdirSync(join(folder, 'tmp'));
      const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
      const temporary = kinds.map((kind) => `${kind}_temp_path ${folder}/tmp/${kind};`).join(' ');
      writeFileSync(
        join(folder, 'nginx.conf'),
        `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {} http { access_log off; ${temporary}\n${site}\n}`,
      );
      return spawn('nginx', ['-p', folder, '-c', 'nginx.conf'], { stdio: 'ignore' });
    },
  },
  {
    name: 'Caddy',
    file: 'deploy/caddy/Caddyfile',
    isHere: spawnSync('caddy', ['version']).status === 0,
    start: (upstream, port) => {
      const folder = mkdtempSync(join(tmpdir(), 'caddy-'));
      const site = readText('deploy/caddy/Caddyfile')
        .replace('127.0.0.1:4000', upstream)
        .replace('graphql.company {', `http://127.0.0.1:${port} {`);
      writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
      const environment = { PATH: process.env.PATH, HOME: folder };
      return spawn('caddy', ['run', '--config', join(folder, 'Caddyfile')], { stdio: 'ignore', env: environment });
    },
  },
];

/** The gateway behind a proxy, and what authentik was asked through both. */
async function startBehind(proxy: Proxy) {
  const authentik = aScriptedAuthentik((_target, response) => answerJson(response, aMeJson()));
  const { url } = await startGateway(authentik.handle);
  const port = await findPort();
  const child = proxy.start(new URL(url).host, port);
  children.push(child);
  await Promise.race([
    untilListening(port),
    once(child, 'exit').then(([status]) => Promise.reject(new Error(`${proxy.name} ended with ${status}`))),
  ]);
  return { url: `http://127.0.0.1:${port}`, port, authentik };
}

async function untilListening(port: string): Promise<void> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function post(url: string, body: string): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key-own' },
    body,
  });
}

const QUERY = JSON.stringify({ query: '{ viewer { username } }' });

// In CI all of them are installed; elsewhere those that are here are tried.
describe.each(PROXIES)('behind $name, with its file of this project', (proxy) => {
  const there = it.runIf(proxy.isHere || process.env.CI === 'true');

  there('a query is answered, with the caller’s own credential', async () => {
    const { url, authentik } = await startBehind(proxy);

    const response = await post(url, QUERY);

    expect(await response.json()).toEqual({ data: { viewer: { username: 'plain' } } });
    expect(authentik.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer key-own']);
  });

  there('two credentials are never one', async () => {
    const { port, authentik } = await startBehind(proxy);
    const socket = connect({ host: '127.0.0.1', port: Number(port) });
    const credentials = 'Authorization: Bearer key-a\r\nAuthorization: Bearer key-b\r\n';

    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n${credentials}Content-Length: ${QUERY.length}\r\nConnection: close\r\n\r\n${QUERY}`,
    );
    const answer = await text(socket);

    expect(answer).toMatch(/^HTTP\/1\.1 40[01] /);
    expect(authentik.requests).toEqual([]);
  });

  there('a body of the allowed size passes, a larger one does not', async () => {
    const { url, authentik } = await startBehind(proxy);
    const pad = (bytes: number) => QUERY.padEnd(bytes, ' ');

    const largest = await post(url, pad(maxBodyBytes));
    const larger = await post(url, pad(maxBodyBytes + 1));

    expect(largest.status).toBe(200);
    // Caddy up to 2.6 says 502 for what it does not let through.
    expect(proxy.name === 'Caddy' ? [413, 502] : [413]).toContain(larger.status);
    expect(authentik.requests.length).toBe(1);
  });

  there('nothing else is reached', async () => {
    const { url } = await startBehind(proxy);

    const paths = ['/', '/health/ready', '/graphql/x', '/graphqlx'];
    const answers = await Promise.all(paths.map((path) => fetch(`${url}${path}`)));

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    // The gateway says 404 in JSON.
    expect(
      (await Promise.all(answers.map((answer) => answer.text()))).filter((body) => body.includes('NOT_FOUND')),
    ).toEqual([]);
  });
});

describe('every proxy file', () => {
  const seconds = (file: string, expression: RegExp) => Number(expression.exec(readText(file))?.[1]);
  const traefik = 'deploy/traefik/authentik-graphql-gateway.yaml';
  const nginx = 'deploy/nginx/authentik-graphql-gateway.conf';
  const caddy = 'deploy/caddy/Caddyfile';

  it.each([
    ['nginx', nginx, /proxy_read_timeout (\d+)s/],
    ['Caddy', caddy, /response_header_timeout (\d+)s/],
    ['Traefik', traefik, /responseHeaderTimeout: (\d+)s/],
  ])('of %s waits longer than an operation may take', (_name, file, expression) => {
    expect(seconds(file, expression) * 1000).toBeGreaterThan(operationTimeoutMs);
  });

  it.each([
    ['Caddy', caddy, /keepalive (\d+)s/],
    ['Traefik', traefik, /idleConnTimeout: (\d+)s/],
  ])('of %s lets go of idle connections before the gateway does', (_name, file, expression) => {
    expect(seconds(file, expression)).toBeLessThan(GATEWAY_IDLE_SECONDS);
  });

  it('of nginx leaves that at its default of 60 seconds', () => {
    expect(readText(nginx)).not.toMatch(/keepalive_timeout/);
  });

  it('of Traefik names only parts that it has, and takes the same bodies', () => {
    const name = 'authentik-graphql-gateway';
    const only = <Shape extends z.ZodType>(key: string, shape: Shape) => z.strictObject({ [key]: shape });
    const shape = z.strictObject({
      http: z.strictObject({
        routers: only(
          name,
          z.strictObject({
            rule: z.literal('Host(`graphql.company`) && Path(`/graphql`)'),
            entryPoints: z.array(z.string()),
            service: z.literal(name),
            middlewares: z.tuple([z.literal(`${name}-body`)]),
            tls: z.strictObject({}),
          }),
        ),
        middlewares: only(`${name}-body`, only('buffering', only('maxRequestBodyBytes', z.literal(maxBodyBytes)))),
        services: only(
          name,
          only(
            'loadBalancer',
            z.strictObject({
              serversTransport: z.literal(name),
              healthCheck: z.strictObject({
                path: z.literal('/health/ready'),
                interval: z.string(),
                timeout: z.string(),
              }),
              servers: z.tuple([only('url', z.url())]),
            }),
          ),
        ),
        serversTransports: only(
          name,
          only(
            'forwardingTimeouts',
            z.strictObject({ dialTimeout: z.string(), responseHeaderTimeout: z.string(), idleConnTimeout: z.string() }),
          ),
        ),
      }),
    });

    expect(shape.safeParse(readYaml(traefik)).error?.issues).toBeUndefined();
  });
});
