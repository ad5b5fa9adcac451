import { isIP } from 'node:net';
import { codeOf } from '../ask.ts';
import type { Check } from '../check.ts';
import { toFailure } from '../failure.ts';
import { ok } from '../finding.ts';

/** Whether the host name of the URL has an address. */
export const dns: Check = {
  id: 'dns',
  title: 'Host name',
  needs: [],
  run: async ({ apiUrl, network }) => {
    const host = toHost(apiUrl);
    if (isIP(host) !== 0) {
      return ok(`${host} is an address already.`);
    }
    try {
      const addresses = await network.lookup(host);
      return ok(`${host} is ${[...new Set(addresses.map(({ address }) => address))].join(', ')}.`);
    } catch (error) {
      return toFailure(codeOf(error));
    }
  },
};

/** The host of a URL as sockets want it: IPv6 without brackets. */
export function toHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
