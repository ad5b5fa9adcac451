import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/server.ts';
import { LISTENER_DEFAULTS, type ListenerConfig } from '../../src/settings/limits.ts';
import { startSandboxGateway } from '../support/gateway.ts';
import { readAnswers, sendBytes, toPost } from '../support/raw.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A listener with these settings in front of a gateway's handler, which is reached through a fresh sandbox. */
async function listenWith(settings: Partial<ListenerConfig>): Promise<Listening> {
  const { handle } = await startSandboxGateway(undefined, settings);
  const server = await listen(handle, { host: '127.0.0.1', port: 0, ...settings });
  closers.push(() => server.close());
  return server;
}

const BODY = JSON.stringify({ query: '{ viewer { username } }' });
const HEAD =
  'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer key-admin\r\n';

function codesOf(text: string): unknown[] {
  return readAnswers(text).map(({ status, body }) => [status, JSON.parse(body).errors?.[0]?.extensions.code]);
}

describe('a request that does not arrive', () => {
  it('is cut off when its head is slow', async () => {
    const { url } = await listenWith({ headersTimeoutMs: 50 });

    expect(codesOf(await sendBytes(url, 'POST /graphql HTTP/1.1\r\nHost: a\r\n'))).toEqual([[408, 'REQUEST_TIMEOUT']]);
  });

  it('is cut off when its body is slow', async () => {
    const { url } = await listenWith({ requestTimeoutMs: 50 });

    expect(codesOf(await sendBytes(url, `${HEAD}Content-Length: 50\r\n\r\n{"query":`))).toEqual([
      [408, 'REQUEST_TIMEOUT'],
    ]);
  });

  it('is refused when its body never ends, and what goes on coming is cut off', async () => {
    const { url } = await listenWith({ requestTimeoutMs: 500 });
    const chunk = `8000\r\n${' '.repeat(0x8000)}\r\n`;
    const text = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      let received = '';
      const pump = () => {
        while (socket.writable && socket.write(chunk));
      };
      socket.on('drain', pump).on('data', (data) => {
        received += data.toString();
      });
      socket.on('error', () => undefined).on('close', () => resolve(received));
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      pump();
    });

    // A reset may overtake the answer; a second answer may follow the first, never anything but these.
    expect([
      [],
      [[413, 'PAYLOAD_TOO_LARGE']],
      [
        [413, 'PAYLOAD_TOO_LARGE'],
        [408, 'REQUEST_TIMEOUT'],
      ],
    ]).toContainEqual(codesOf(text));
  });

  it('leaves others alone', async () => {
    const { url } = await listenWith({ requestTimeoutMs: 60_000 });
    const slow = sendBytes(url, `${HEAD}Content-Length: 50\r\n\r\n{`, () => false);

    expect(codesOf(await sendBytes(url, toPost(BODY)))).toEqual([[200, undefined]]);

    await closers.splice(0)[0]?.();
    await slow;
  });
});

describe('the listener', () => {
  it('has the defaults that are documented', () => {
    expect(LISTENER_DEFAULTS).toEqual({
      maxHeaderBytes: 16_384,
      maxHeaders: 100,
      headersTimeoutMs: 10_000,
      requestTimeoutMs: 30_000,
      answerTimeoutMs: 30_000,
      keepAliveTimeoutMs: 65_000,
      maxConnections: 10_000,
    });
  });

  it('lets heads in up to the bytes and the number that are set', async () => {
    const { url } = await listenWith({ maxHeaderBytes: 2000, maxHeaders: 8 });
    const send = async (...headers: string[]) => codesOf(await sendBytes(url, toPost(BODY, headers)));

    expect(await send(`X-A: ${'a'.repeat(1500)}`)).toEqual([[200, undefined]]);
    expect(await send(`X-A: ${'a'.repeat(2500)}`)).toEqual([[431, 'HEADERS_TOO_LARGE']]);
    expect(await send('A: 1', 'B: 1')).toEqual([[200, undefined]]);
    expect(await send('A: 1', 'B: 1', 'C: 1')).toEqual([[200, undefined]]);
    expect(await send('A: 1', 'B: 1', 'C: 1', 'D: 1')).toEqual([[431, 'HEADERS_TOO_LARGE']]);
  });

  it('closes an idle connection', async () => {
    const { url } = await listenWith({ keepAliveTimeoutMs: 50 });
    const bytes = Buffer.from(toPost(BODY).toString('latin1').replace('Connection: close\r\n', ''), 'latin1');

    expect(codesOf(await sendBytes(url, bytes))).toEqual([[200, undefined]]);
  });

  it('takes no more connections than are set', async () => {
    const { url } = await listenWith({ maxConnections: 1 });
    const port = Number(new URL(url).port);
    const first = connect(port, '127.0.0.1');
    await new Promise((resolve) => first.once('connect', resolve));

    expect(await sendBytes(url, toPost(BODY))).toBe('');

    await new Promise((resolve) => first.once('close', resolve).destroy());
  });
});
