import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.ts';

/** A sandbox that listens on a free port of the loopback address; `close` also ends what hangs. */
export type ListeningSandbox = { readonly url: string; readonly close: () => Promise<void> };

export async function listen(sandbox: Sandbox): Promise<ListeningSandbox> {
  const server = createServer(sandbox.handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a text
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** What came back, as bytes on the wire; `json` is the body parsed when it is JSON, else its text. */
export type Reply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly json: any;
};

export type Ask = {
  readonly key?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Starts a sandbox for one test. `ask` and `write` take a path below `/api/v3`, `raw` a path below the root. */
export async function startSandbox(options: SandboxOptions) {
  const sandbox = createSandbox(options);
  const { url, close } = await listen(sandbox);
  onTestFinished(close);
  const raw = (path: string, how: Ask = {}) => send(`${url}${path}`, how);
  const ask = (path: string, key?: string) => raw(`/api/v3${path}`, key === undefined ? {} : { key });
  // As `POST /core/tokens/`.
  const write = (target: string, key?: string, body?: unknown) => {
    const [method = '', path = ''] = target.split(' ');
    const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_TYPE };
    return raw(`/api/v3${path}`, { method, ...sent, ...(key === undefined ? {} : { key }) });
  };
  return { sandbox, raw, ask, write };
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

function send(url: string, { key, method = 'GET', headers, body }: Ask): Promise<Reply> {
  const authorization = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent: false, headers: { ...authorization, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, json: readJson(bytes) });
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function readJson(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The named field of each row of a list answer, in its order. */
export function column(reply: Reply, field: string): unknown[] {
  return reply.json.results.map((row: Record<string, unknown>) => row[field]);
}
