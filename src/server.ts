import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { answerListenerErrors } from './http/listener-errors.ts';
import { mindOwedAnswers } from './http/owed-answers.ts';
import { LISTENER_DEFAULTS, type ListenerConfig } from './settings/limits.ts';

const CHECKING_INTERVAL_MS = 1000;
// How long a connection on which nothing has been asked yet may hold up the end.
const SILENT_MS = 500;

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
 * Listens. The only place in the project that opens a socket. Settings that are left out have their defaults.
 * @throws Error with `code` `EADDRINUSE`, `EACCES` or `EADDRNOTAVAIL` when the address cannot be had
 */
export async function listen(
  handle: RequestListener,
  { host, port, ...settings }: Address & Partial<ListenerConfig>,
): Promise<Listening> {
  const server = createListener(handle, { ...LISTENER_DEFAULTS, ...settings });
  const closeSilent = trackSilent(server);
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
        const timers = [
          setTimeout(closeSilent, Math.min(SILENT_MS, graceMs)),
          setTimeout(() => server.closeAllConnections(), graceMs),
        ];
        server.close(() => {
          timers.forEach(clearTimeout);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function createListener(handle: RequestListener, config: ListenerConfig): Server {
  const server = createServer(
    {
      headersTimeout: Math.min(config.headersTimeoutMs, config.requestTimeoutMs),
      requestTimeout: config.requestTimeoutMs,
      keepAliveTimeout: config.keepAliveTimeoutMs,
      maxHeaderSize: config.maxHeaderBytes,
      connectionsCheckingInterval: CHECKING_INTERVAL_MS,
      // Refused by the handler, as JSON.
      requireHostHeader: false,
    },
    handle,
  );
  server.maxConnections = config.maxConnections;
  // Node drops further ones silently; one more than allowed is enough to notice.
  server.maxHeadersCount = config.maxHeaders + 1;
  answerListenerErrors(server);
  mindOwedAnswers(server, config.answerTimeoutMs);
  return server;
}

// Node counts a connection that never sent a request as busy.
function trackSilent(server: Server): () => void {
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  return () => {
    for (const socket of silent) {
      socket.destroy();
    }
  };
}

function toShownHost(host: string): string {
  if (host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' || host === '::') {
    return 'localhost';
  }
  return host.includes(':') ? `[${host}]` : host;
}
