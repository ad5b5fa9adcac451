import { isIP } from 'node:net';
import { toAuthorities } from '../../dispatcher.ts';
import { codeOf } from '../ask.ts';
import type { Check } from '../check.ts';
import { toFailure } from '../failure.ts';
import { type Finding, ok, warn } from '../finding.ts';
import type { Patient } from '../patient.ts';
import { toPort } from './connect.ts';
import { toHost } from './dns.ts';

const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

/** Whether the way to authentik is private, and to whom it leads. */
export const tls: Check = {
  id: 'tls',
  title: 'TLS',
  needs: ['connect'],
  run: async (patient) => {
    const { apiUrl, config, network } = patient;
    const host = toHost(apiUrl);
    if (apiUrl.protocol === 'http:') {
      return isLoopback(host) ? ok('None, and none is needed on this machine’s own address.') : describePlain(host);
    }
    try {
      const timeoutMs = config.upstreamConnectTimeoutMs;
      const { certificateEndsAt, protocol } = await network.connect({
        host,
        port: toPort(apiUrl),
        isTls: true,
        timeoutMs,
        authorities: toAuthorities(config),
      });
      return describeEnd(patient, certificateEndsAt, protocol);
    } catch (error) {
      return toFailure(codeOf(error));
    }
  },
};

function describeEnd({ now }: Patient, endsAt: Date | undefined, protocol = 'TLS'): Finding {
  const days = Math.floor(((endsAt?.getTime() ?? Number.NaN) - now().getTime()) / DAY_MS);
  const day = endsAt?.toISOString().slice(0, 10);
  return days < SOON_DAYS
    ? warn(`${protocol}; the certificate is good, but ends on ${day}.`, 'Look whether its renewal runs.')
    : ok(`${protocol}; the certificate is good until ${day}.`);
}

function describePlain(host: string): Finding {
  return warn(
    `None: tokens cross the network to ${host} for anyone on the way to read.`,
    'Use https://, unless the network between the two is nobody else’s, such as that of one pod or compose file.',
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
