import { type Finding, fail } from './finding.ts';

const HUNG_UP = [
  'The other side hung up.',
  'Look into the log of whatever stands in front of authentik: the port may be one for TLS, or the server is failing.',
] as const;

// Codes of Node.js, undici and OpenSSL in a person's words: what happened, and what to do.
const NETWORK: Readonly<Record<string, readonly [string, string]>> = {
  ENOTFOUND: [
    'No address is known for this host name.',
    'Look for a typing error in the URL, and whether the name is known where the gateway runs (in a container: by its service name).',
  ],
  EAI_AGAIN: [
    'The name server does not answer.',
    'Look at the resolver of the machine or container (/etc/resolv.conf), then try again.',
  ],
  ECONNREFUSED: [
    'Nothing listens there: the connection was refused.',
    'Look whether authentik runs, and at the port: authentik itself listens on 9000 (HTTP) and 9443 (HTTPS).',
  ],
  EHOSTUNREACH: [
    'No route leads to that host.',
    'Look at the network of the machine or container, and at its firewall.',
  ],
  ENETUNREACH: ['No route leads to that network.', 'Look at the network of the machine or container.'],
  TIMEOUT: [
    'There was no answer in time.',
    'Look for a firewall that drops what it does not let through; if authentik is only slow, raise UPSTREAM_CONNECT_TIMEOUT_MS and UPSTREAM_TIMEOUT_MS.',
  ],
  ECONNRESET: HUNG_UP,
  UND_ERR_SOCKET: HUNG_UP,
  TOO_LARGE: [
    'The answer was larger than MAX_UPSTREAM_RESPONSE_BYTES.',
    'Raise it, if the answer is one of authentik.',
  ],
};

const OWN_AUTHORITY =
  'Give the file of the authority that signed it (for a self-signed certificate: the certificate itself): UPSTREAM_CA_FILE=/path/to/ca.pem. Do not switch verification off: callers’ tokens would go to whoever answers.';
const PLAIN = 'Use http:// in AUTHENTIK_URL, or the port on which TLS is spoken (authentik: 9443, a proxy: 443).';

const CERTIFICATE: Readonly<Record<string, readonly [string, string]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: ['The certificate is self-signed.', OWN_AUTHORITY],
  SELF_SIGNED_CERT_IN_CHAIN: ['The certificate is signed by an authority that is not known here.', OWN_AUTHORITY],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'The certificate is signed by an authority that is not known here.',
    OWN_AUTHORITY,
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'The certificate cannot be traced to an authority that is known here.',
    `If it is from a public authority, let the server send the intermediate certificates too ("fullchain"). Else: ${OWN_AUTHORITY}`,
  ],
  CERT_HAS_EXPIRED: [
    'The certificate has expired.',
    'Renew it, and look whether its renewal runs; look at the clock of this machine too.',
  ],
  CERT_NOT_YET_VALID: [
    'The certificate is not valid yet.',
    'Look at the clock of this machine, and at that of whoever issued it.',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'The certificate is for another host name.',
    'Use the name that stands in the certificate, or have one issued for this name.',
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: ['No TLS is spoken there.', PLAIN],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['No TLS is spoken there.', PLAIN],
  EPROTO: [
    'No TLS that this side knows is spoken there.',
    `It must be TLS 1.2 or newer. If it is no TLS at all: ${PLAIN}`,
  ],
};

/** What a code of a connection or request that came to nothing means. */
export function toFailure(code: string): Finding {
  if (code.startsWith('HPE_')) {
    return fail('What came back is no HTTP.', 'If TLS is spoken on that port, use https:// in AUTHENTIK_URL.');
  }
  const [sentence, advice] = CERTIFICATE[code] ??
    NETWORK[code] ?? [`It failed with ${code}.`, 'Look into the log of whatever stands in front of authentik.'];
  return fail(sentence, advice);
}
