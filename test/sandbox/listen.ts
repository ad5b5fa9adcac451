import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../../src/sandbox/index.ts';

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
