import { createHash } from 'node:crypto';
import { createInputError } from '../errors.ts';

const CURSOR = /^([0-9a-f]{16}):(\d{1,10})$/;

/** A short digest of a list with its filter and order: cursors of one list mean nothing in another. */
export function createListDigest(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('hex').slice(0, 16);
}

/** The opaque cursor of the row at 0-based `offset` in the list with this digest. */
export function createCursor(digest: string, offset: number): string {
  return Buffer.from(`${digest}:${offset}`).toString('base64url');
}

/**
 * Reads a cursor back into a row offset; absent and null are `undefined`.
 * @throws GatewayError `BAD_USER_INPUT` for what is no cursor, or one of a list with another filter or order
 */
export function parseCursor(
  cursor: string | null | undefined,
  digest: string,
  name: 'after' | 'before',
): number | undefined {
  if (cursor === null || cursor === undefined) {
    return undefined;
  }
  const match = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!match) {
    throw createInputError([name], 'Is not a cursor of this API; take one from `edges` or `pageInfo`.');
  }
  if (match[1] !== digest) {
    throw createInputError([name], 'Belongs to a list with another filter or order; start again without a cursor.');
  }
  return Number(match[2]);
}
