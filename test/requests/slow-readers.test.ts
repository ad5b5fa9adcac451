import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/server.ts';
import { aTokenJson } from '../support/builders.ts';
import { startGateway } from '../support/gateway.ts';
import { readAnswers, sendBytes } from '../support/raw.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

// More than the buffers of both ends of a connection hold together.
const LARGE = 30_000_000;
const FOREVER_MS = 600_000;
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

const closers: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function serve(
  handle: RequestListener,
  settings: { readonly answerTimeoutMs?: number } = {},
): Promise<Listening> {
  const server = await listen(handle, { host: '127.0.0.1', port: 0, ...settings });
  closers.push(() => server.close());
  return server;
}

/** A caller who has sent `bytes` and reads nothing of the answer yet. */
async function aReaderWhoWaits(port: number, bytes: string | Uint8Array): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  closers.push(() => socket.destroy());
  await once(socket, 'connect');
  socket.pause();
  socket.write(bytes);
  return socket;
}

function aSignal(): readonly [Promise<void>, () => void] {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return [given, () => give()];
}

async function readAll(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  socket.resume();
  await once(socket, 'close');
  return bytes;
}

describe('a caller who does not read the answer', () => {
  it('is cut off after the time that is set', async () => {
    const [closing, closed] = aSignal();
    const { port } = await serve((_request, response) => response.once('close', closed).end('x'.repeat(LARGE)), {
      answerTimeoutMs: 100,
    });

    const socket = await aReaderWhoWaits(port, GET);
    await closing;

    expect(await readAll(socket)).toBeLessThan(LARGE);
  });

  it('is cut off by the gateway too, which waits for it in its own way', async () => {
    const description = 'x'.repeat(7_000_000);
    const authentik = aScriptedAuthentik((_target, response) => answerJson(response, aTokenJson({ description })));
    const { handle } = await startGateway(authentik.handle);
    const [closing, closed] = aSignal();
    const { port } = await serve(
      (request, response) => {
        response.once('close', closed);
        handle(request, response);
      },
      { answerTimeoutMs: 100 },
    );
    const query = `{ ${['a', 'b', 'c', 'd'].map((name) => `${name}: token(identifier: "plain-api") { ... on Token { description } }`).join(' ')} }`;
    const body = JSON.stringify({ query });
    const head = `POST /graphql HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer key\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;

    const socket = await aReaderWhoWaits(port, head + body);
    await closing;

    expect(await readAll(socket)).toBeLessThan(4 * description.length);
  });

  it('keeps a connection that reads in time', async () => {
    const { url } = await serve((_request, response) => response.end('all'), { answerTimeoutMs: 1 });

    const text = await sendBytes(url, GET.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));

    expect(readAnswers(text)).toEqual([expect.objectContaining({ status: 200, body: 'all' })]);
  });
});

describe('a listener that closes', () => {
  it('brings an answer to its end that is still on its way to a slow reader', async () => {
    const [beginning, begun] = aSignal();
    const server = await serve((_request, response) => {
      response.end('x'.repeat(LARGE));
      begun();
    });
    const socket = await aReaderWhoWaits(server.port, GET);
    await beginning;

    const closing = server.close(FOREVER_MS);

    expect(await readAll(socket)).toBeGreaterThan(LARGE);
    await closing;
  });

  it('does not wait for connections that owe nothing any more, were they busy when it began', async () => {
    let answer = (): void => undefined;
    const [beginning, begun] = aSignal();
    const server = await serve((_request, response) => {
      answer = () => response.end('late');
      begun();
    });
    const socket = await aReaderWhoWaits(server.port, GET);
    await beginning;

    const closing = server.close(FOREVER_MS);
    answer();

    expect(await readAll(socket)).toBeGreaterThan(0);
    await closing;
  });
});
