import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSandbox } from '../../src/sandbox/index.ts';
import { runCli } from '../support/cli.ts';
import { recordedData, serve } from '../support/gateway.ts';
import { serveTls } from './certificates.ts';
import { examineUrl, serveSandbox } from './examined.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
});

async function serveTcp(onConnection: (socket: import('node:net').Socket) => void): Promise<string> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

function failingWith(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

const handle = () => createSandbox({ dataset: recordedData() }).handle;

/** The checks of a run of the command line, which alone can be told of another authority. */
async function examineByCli(url: string, caFile: string, environment: Record<string, string> = {}) {
  const { stdout, status } = await runCli(['doctor', '--json'], {
    AUTHENTIK_URL: url,
    AUTHENTIK_TOKEN: 'key-admin',
    UPSTREAM_CA_FILE: caFile,
    ...environment,
  }).ended;
  const shape = z.object({
    checks: z.array(
      z.object({ id: z.string(), status: z.string(), sentence: z.string(), advice: z.string().optional() }),
    ),
  });
  const { checks } = shape.parse(JSON.parse(stdout));
  return {
    status,
    tls: checks.find(({ id }) => id === 'tls'),
    failed: checks.filter((check) => check.status === 'fail'),
  };
}

describe('the host name', () => {
  it.each([
    ['ENOTFOUND', /No address is known/],
    ['EAI_AGAIN', /name server does not answer/],
  ])('that cannot be found (%s) is told, and nothing else is tried', async (code, sentence) => {
    const found = await examineUrl('https://authentik.invalid', 'key-admin', {
      seams: { network: { lookup: failingWith(code), connect: () => Promise.reject(new Error('must not connect')) } },
    });

    expect(found.dns).toMatchObject({ status: 'fail', sentence: expect.stringMatching(sentence) });
    expect(found.connect).toMatchObject({ status: 'skipped', skippedFor: 'dns' });
    expect(found.latency).toMatchObject({ status: 'skipped', skippedFor: 'dns' });
  });

  it('is told with all its addresses', async () => {
    const lookup = () =>
      Promise.resolve([{ address: '192.0.2.1' }, { address: '2001:db8::1' }, { address: '192.0.2.1' }]);

    const { dns } = await examineUrl('http://authentik.invalid', 'x', {
      seams: { network: { lookup, connect: failingWith('ECONNREFUSED') } },
    });

    expect(dns).toMatchObject({ status: 'ok', sentence: 'authentik.invalid is 192.0.2.1, 2001:db8::1.' });
  });
});

describe('the connection', () => {
  it('that is refused is told', async () => {
    const address = await serveTcp((socket) => socket.destroy());
    for (const server of servers.splice(0)) {
      await new Promise((resolve) => server.close(resolve));
    }

    const { connect } = await examineUrl(`http://${address}`);

    expect(connect).toMatchObject({ status: 'fail', sentence: expect.stringContaining('refused') });
  });

  it.each([
    ['TIMEOUT', /no answer in time/],
    ['EHOSTUNREACH', /No route/],
    ['ENETUNREACH', /No route/],
    ['ESTRANGE', /ESTRANGE/],
  ])('that fails with %s is told', async (code, sentence) => {
    const { connect } = await examineUrl('http://127.0.0.1:1', 'x', {
      seams: { network: { connect: failingWith(code) } },
    });

    expect(connect).toMatchObject({ status: 'fail', sentence: expect.stringMatching(sentence) });
  });

  it('that is taken, but never answered, is told', async () => {
    const address = await serveTcp(() => undefined);

    const { connect, started } = await examineUrl(`http://${address}`, 'x', { settings: { upstreamTimeoutMs: 50 } });

    expect(connect?.status).toBe('ok');
    expect(started).toMatchObject({ status: 'fail', sentence: 'There was no answer in time.' });
  });

  it('that is taken and dropped is told', async () => {
    const address = await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));

    const { started } = await examineUrl(`http://${address}`);

    expect(started).toMatchObject({ status: 'fail', sentence: 'The other side hung up.' });
  });

  it('that brings more than is taken is told', async () => {
    const url = await serve((_request, response) => response.end('x'.repeat(2000)));

    const { started } = await examineUrl(url, 'x', { settings: { maxUpstreamResponseBytes: 1024 } });

    expect(started).toMatchObject({ status: 'fail', sentence: expect.stringContaining('MAX_UPSTREAM_RESPONSE_BYTES') });
  });
});

describe('TLS', () => {
  it('is not needed on loopback', async () => {
    const { tls } = await examineUrl((await serveSandbox()).url);

    expect(tls?.status).toBe('ok');
  });

  it('is missed elsewhere', async () => {
    const connect = () => Promise.resolve({ certificateEndsAt: undefined, protocol: undefined });

    const { tls } = await examineUrl('http://192.0.2.1', 'x', {
      settings: { upstreamConnectTimeoutMs: 1, upstreamTimeoutMs: 1 },
      seams: { network: { connect } },
    });

    expect(tls).toMatchObject({ status: 'warn', sentence: expect.stringContaining('192.0.2.1') });
  });

  it('with a self-signed certificate names the setting for its authority', async () => {
    const { url } = await serveTls(handle());

    const { tls, started } = await examineUrl(url);

    expect(tls).toMatchObject({
      status: 'fail',
      sentence: 'The certificate is self-signed.',
      advice: expect.stringContaining('UPSTREAM_CA_FILE'),
    });
    expect(started?.skippedFor).toBe('tls');
  });

  it('is well once that authority is known', async () => {
    const { url, caFile } = await serveTls(handle());

    const { tls, status, failed } = await examineByCli(url, caFile);

    expect(failed).toEqual([]);
    expect(tls).toMatchObject({
      status: 'ok',
      sentence: expect.stringMatching(/^TLSv1\.\d; the certificate is good until 20/),
    });
    expect(status).toBe(0);
  });

  it('with a certificate that soon ends is a warning', async () => {
    const { url, caFile } = await serveTls(handle(), { untilDays: 13.5 });

    const { tls, status } = await examineByCli(url, caFile);

    expect([tls?.status, status]).toEqual(['warn', 0]);
    expect(tls?.sentence).toContain(new Date(Date.now() + 13.5 * 86_400_000).toISOString().slice(0, 10));
  });

  it.each([
    ['that has expired', { fromDays: -30, untilDays: -1 }, /has expired/],
    ['that is not valid yet', { fromDays: 1, untilDays: 30 }, /not valid yet/],
    ['for another host', { host: 'elsewhere.example' }, /another host name/],
  ])('with a certificate %s is told', async (_case, certificate, sentence) => {
    const { url, caFile } = await serveTls(handle(), certificate);

    const { tls, status } = await examineByCli(url, caFile);

    expect(tls).toMatchObject({ status: 'fail', sentence: expect.stringMatching(sentence) });
    expect(status).toBe(1);
  });

  it('is missed where the other side speaks plain HTTP', async () => {
    const { url } = await serveSandbox();

    const { tls } = await examineUrl(url.replace('http:', 'https:'));

    expect(tls).toMatchObject({
      status: 'fail',
      sentence: expect.stringContaining('TLS'),
      advice: expect.stringContaining('http://'),
    });
  });

  it('is suspected where plain HTTP gets no usable answer', async () => {
    const { url } = await serveTls(handle());

    const { started } = await examineUrl(url.replace('https:', 'http:'));

    expect(started).toMatchObject({ status: 'fail', advice: expect.stringContaining('TLS') });
  });
});
