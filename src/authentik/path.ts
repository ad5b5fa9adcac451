import { createInputError } from '../errors.ts';

const MAX_INT32 = 2_147_483_647;
const IDENTIFIER = /^[-a-zA-Z0-9_]{1,255}$/;
const INTEGER = /^(0|[1-9][0-9]{0,9})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

// Keys are checked against their grammar, not escaped: `encodeURIComponent('..')` is `..`, authentik decodes `%2F`
// before it routes, and `me`, `paths` or `impersonate_end` in place of a user's key are endpoints of their own.

/**
 * Checks a token identifier: 1 to 255 of `[-a-zA-Z0-9_]` (authentik's `Token.identifier`).
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function parseIdentifier(value: string, path: readonly string[]): string {
  if (!IDENTIFIER.test(value)) {
    throw createInputError(path, 'A token identifier has 1 to 255 letters, digits, "-" or "_".');
  }
  return value;
}

/**
 * Checks a user's primary key: a decimal integer of 0 to 2,147,483,647, without sign, leading zeros or exponent.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function parseUserPk(value: string | number, path: readonly string[]): number {
  if (!INTEGER.test(String(value)) || Number(value) > MAX_INT32) {
    throw createInputError(path, 'A user id is a whole number of 0 to 2147483647.');
  }
  return Number(value);
}

/**
 * Checks a UUID in its usual form (8-4-4-4-12 hexadecimal digits) and answers it in lower case.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function parseUuid(value: string, path: readonly string[]): string {
  if (!UUID.test(value)) {
    throw createInputError(path, 'A UUID looks like 3fa85f64-5717-4562-b3fc-2c963f66afa6.');
  }
  return value.toLowerCase();
}

/**
 * Checks text that is sent as a query value: not empty (authentik would ignore the filter and answer every row),
 * no NUL (its database refuses it), at most `maxLength` UTF-16 units.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function parseText(value: string, path: readonly string[], maxLength = 1000): string {
  if (value === '') {
    throw createInputError(path, 'May not be empty: authentik would ignore it and answer everything.');
  }
  if (value.includes('\0') || value.length > maxLength) {
    throw createInputError(path, `May have at most ${maxLength} characters, none of them NUL.`);
  }
  return value;
}
