import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Credential } from '../authentik/credential.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What an entry is sealed with: the caller's token, and the key it is kept under. */
export interface SealedFor {
  readonly credential: Credential;
  readonly key: string;
}

/**
 * Seals an entry with AES-256-GCM, so that only who has the token can read it, and nobody else can make one or move it to
 * another key. The key for it is derived from token and entry key (HKDF, RFC 5869), so no two entries share one.
 * Answers nonce, tag and ciphertext, one after another.
 */
export function seal(text: string, sealedFor: SealedFor): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, deriveKey(sealedFor), nonce, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Opens what {@link seal} has made. Answers `undefined` for anything else: cut off, changed, or for another token or key. */
export function open(value: Buffer, sealedFor: SealedFor): string | undefined {
  if (value.length < NONCE_BYTES + TAG_BYTES) {
    return undefined;
  }
  const nonce = value.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, deriveKey(sealedFor), nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(value.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const opened = decipher.update(value.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

function deriveKey({ credential, key }: SealedFor): Buffer {
  return Buffer.from(hkdfSync('sha256', credential.bearerToken, key, 'authentik-graphql-gateway response cache', 32));
}
