import { codeOf } from '../ask.ts';
import type { Check } from '../check.ts';
import { toFailure } from '../failure.ts';
import { ok } from '../finding.ts';
import { toHost } from './dns.ts';

/** Whether anything listens there. */
export const connect: Check = {
  id: 'connect',
  title: 'Connection',
  needs: ['dns'],
  run: async ({ apiUrl, config, network }) => {
    const port = toPort(apiUrl);
    try {
      await network.connect({
        host: toHost(apiUrl),
        port,
        isTls: false,
        timeoutMs: config.upstreamConnectTimeoutMs,
      });
      return ok(`Port ${port} takes connections.`);
    } catch (error) {
      return toFailure(codeOf(error));
    }
  },
};

/** The port of a URL, its scheme's own where it names none. */
export function toPort({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
