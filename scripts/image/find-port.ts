import { once } from 'node:events';
import { createServer } from 'node:net';

/** A loopback port that nobody listens on, for a program that cannot be told to take any and say which. */
export async function findPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === 'object' ? address?.port : '');
}
