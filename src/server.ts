import { createServer, type RequestListener } from 'node:http';

/** Where to listen; port 0 takes any free one. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A server that listens. */
export interface Listening {
  /** Its root without trailing slash, e.g. `http://127.0.0.1:4000`; `localhost` where it listens on loopback or everywhere. */
  readonly url: string;
  readonly port: number;
  /** Takes nothing new, lets accepted requests finish (at most `graceMs` milliseconds), then closes every socket. */
  readonly close: (graceMs?: number) => Promise<void>;
}

/**
 * Listens. The only place in the project that opens a socket.
 * @throws Error with `code` `EADDRINUSE`, `EACCES` or `EADDRNOTAVAIL` when the address cannot be had
 */
export async function listen(handle: RequestListener, { host, port }: Address): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: 1000,
    },
    handle,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${toShownHost(host)}:${actualPort}`,
    port: actualPort,
    close: (graceMs = 0) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function toShownHost(host: string): string {
  if (host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' || host === '::') {
    return 'localhost';
  }
  return host.includes(':') ? `[${host}]` : host;
}
