import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../src/config.ts';
import { createGateway } from '../src/gateway.ts';
import { createLog } from '../src/log.ts';
import { createSandbox } from '../src/sandbox/index.ts';
import { listen } from '../src/server.ts';
import { recordedData } from './support/gateway.ts';

const folder = mkdtempSync(join(tmpdir(), 'gateway-tls-'));
const caFile = join(folder, 'ca.pem');
const keyFile = join(folder, 'key.pem');

beforeAll(() => {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', caFile],
    ],
    { stdio: 'ignore' },
  );
});

/** The code of what a query is answered, and the status of the readiness probe. */
async function ask(settings: object): Promise<unknown> {
  const sandbox = createSandbox({ dataset: recordedData() });
  const authentik = createServer({ key: readFileSync(keyFile), cert: readFileSync(caFile) }, sandbox.handle);
  await new Promise<void>((resolve) => {
    authentik.listen(0, '127.0.0.1', resolve);
  });
  const { port } = authentik.address() as AddressInfo;
  const config = parseConfig({ ...settings, authentikUrl: `https://localhost:${port}`, upstreamRetries: 0 });
  const gateway = createGateway({ ...config, authentikUrl: config.authentikUrl ?? '' }, { log: createLog('silent') });
  const server = await listen(gateway.handle, { host: '127.0.0.1', port: 0 });
  const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key-admin' },
    body: JSON.stringify({ query: '{ viewer { username } }' }),
  });
  const body = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  const ready = await fetch(`http://127.0.0.1:${server.port}/health/ready`);
  await Promise.all([server.close(), gateway.close()]);
  authentik.closeAllConnections();
  authentik.close();
  return [body.errors?.[0]?.extensions.code, ready.status];
}

describe('an authentik with a certificate of its own making', () => {
  it('is not trusted', async () => {
    expect(await ask({})).toEqual(['UPSTREAM_UNAVAILABLE', 503]);
  });

  it('is trusted once its authority is named', async () => {
    expect(await ask({ upstreamCaFile: caFile })).toEqual([undefined, 200]);
  });
});

describe('a file of authorities', () => {
  const notPem = join(folder, 'not.pem');
  const broken = join(folder, 'broken.pem');

  beforeAll(() => {
    writeFileSync(notPem, 'hello');
    writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  });

  it.each([
    ['that is not there', join(folder, 'none.pem')],
    ['without certificates', notPem],
    ['with one that is none', broken],
  ])('%s is a mistake of the configuration', (_what, upstreamCaFile) => {
    expect(() => parseConfig({ upstreamCaFile })).toThrow(ConfigError);
  });
});
