import { createHash } from 'node:crypto';
import { type Credential, toDigest } from '../authentik/credential.ts';
import { version } from '../version.ts';

/** All that an answer depends on, beside the state of authentik. */
export interface Asked {
  readonly credential: Credential;
  /** authentik's API root. */
  readonly authentikUrl: string;
  /** The served schema, or a digest of it; a prefix shows in it. */
  readonly sdl: string;
  /** The document as it was sent. */
  readonly document: string;
  readonly operationName: string | null | undefined;
  readonly variables: unknown;
}

// Raised when what stands in an entry changes.
const FORMAT = 1;

/**
 * The key of an answer: SHA-256, in hexadecimal, of all that it depends on. Of the token only a digest goes in, and nothing
 * of what goes in can be told from the key.
 */
export function toEntryKey(asked: Asked): string {
  const { credential, authentikUrl, sdl, document, operationName, variables } = asked;
  return createHash('sha256')
    .update(
      JSON.stringify([
        FORMAT,
        version,
        authentikUrl,
        sdl,
        toDigest(credential),
        document,
        operationName ?? null,
        toCanonicalJson(variables ?? {}),
      ]),
    )
    .digest('hex');
}

/**
 * JSON text in which the keys of objects are sorted, so that the same values are the same text. Whatever `JSON.parse` answers
 * goes in as it is, also a key `__proto__`, and 1e400, which is no number of JSON's and must not pass for `null`.
 */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(toCanonicalJson).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${toCanonicalJson(member)}`).join(',')}}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
