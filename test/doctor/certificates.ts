import { mkdtempSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach } from 'vitest';

const DAY_MS = 86_400_000;

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) {
    close();
  }
});

/** Serves HTTPS on loopback with a certificate of its own, for `host`, from and until so many days from now. */
export async function serveTls(
  handle: RequestListener,
  { host = 'localhost', fromDays = -1, untilDays = 365 } = {},
): Promise<{ readonly url: string; readonly caFile: string }> {
  const at = (days: number) => new Date(Date.now() + days * DAY_MS);
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    notBeforeDate: at(fromDays),
    notAfterDate: at(untilDays),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  const caFile = join(mkdtempSync(join(tmpdir(), 'doctor-')), 'ca.pem');
  writeFileSync(caFile, cert);
  const server = createServer({ key, cert }, handle).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, caFile };
}
