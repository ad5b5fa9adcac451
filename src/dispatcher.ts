import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher } from 'undici';
import type { Config } from './config.ts';
import { readCertificates } from './config-values.ts';

/** Creates the bounded pool of keep-alive connections to authentik that all operations share. */
export function createDispatcher(config: Config): Dispatcher {
  return new Agent({
    connections: config.upstreamConnections,
    pipelining: 1,
    allowH2: false,
    connect: { timeout: config.upstreamConnectTimeoutMs, minVersion: 'TLSv1.2', ...toCa(config) },
    headersTimeout: config.upstreamTimeoutMs,
    bodyTimeout: config.upstreamTimeoutMs,
    keepAliveTimeout: 3000,
    keepAliveMaxTimeout: 60_000,
  });
}

/** The certificates of all authorities to trust for authentik; `undefined` for the well-known ones alone. */
export function toAuthorities({ upstreamCaFile }: Config): readonly string[] | undefined {
  return upstreamCaFile === undefined ? undefined : [...rootCertificates, ...readCertificates(upstreamCaFile)];
}

// `ca` takes the place of the well-known authorities, so they are among them.
function toCa(config: Config): { readonly ca?: string[] } {
  const authorities = toAuthorities(config);
  return authorities === undefined ? {} : { ca: [...authorities] };
}
