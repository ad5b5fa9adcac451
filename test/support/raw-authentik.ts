import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach } from 'vitest';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) {
    close();
  }
});

/** An upstream below HTTP: it says what it likes on the socket. */
export interface RawAuthentik {
  readonly url: string;
  /** Requests so far; by their paths below `/api/v3`. */
  readonly requests: readonly string[];
  readonly connections: () => number;
}

/** Answers each request by `script`, which gets the socket and the path below `/api/v3`, until the test ends. */
export async function startRawAuthentik(script: (socket: Socket, path: string) => void): Promise<RawAuthentik> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const [, path = ''] = /^GET \S*?\/api\/v3(\S*) HTTP/.exec(chunk.toString('latin1')) ?? [];
      requests.push(path);
      script(socket, path);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.close();
    for (const socket of sockets) {
      socket.destroy();
    }
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, requests, connections: () => sockets.size };
}

/** The bytes of an answer in JSON; further header lines come before its length. */
export function toJsonBytes(json: unknown, status = '200 OK', headers: readonly string[] = []): string {
  const body = typeof json === 'string' ? json : JSON.stringify(json);
  const lines = [...headers, 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
  return `HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}
