import { createHash } from 'node:crypto';

const B64TOKEN = /^Bearer ([A-Za-z0-9\-._~+/]{1,8192}=*)$/i;

/** A caller's bearer token: goes upstream with the caller's own requests and nowhere else. Never log it. */
export interface Credential {
  readonly bearerToken: string;
}

/** SHA-256 of a credential's token, in hexadecimal: what anything that outlives the request may know its caller by. */
export function toDigest({ bearerToken }: Credential): string {
  return createHash('sha256').update(bearerToken).digest('hex');
}

/**
 * Reads an `Authorization` header. Answers `undefined` unless it is exactly one `Bearer` with a b64token
 * (RFC 6750 section 2.1) of at most 8 kB: authentik takes a bare or empty one for "no credentials",
 * and crashes on characters outside ASCII.
 */
export function parseCredential(authorization: string | null | undefined): Credential | undefined {
  const bearerToken = B64TOKEN.exec(authorization ?? '')?.[1];
  return bearerToken === undefined || bearerToken.length > 8192 ? undefined : { bearerToken };
}
