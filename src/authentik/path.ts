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
 * Checks text that is sent as a query value: what {@link parseWord} asks for, and no white space at its ends. authentik
 * strips that, so that another value would be searched for, and ignores what is empty then: every row would be answered.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function parseText(value: string, path: readonly string[], maxLength = 1000): string {
  if (value === '' || isSpace(value.charAt(0)) || isSpace(value.charAt(value.length - 1))) {
    throw createInputError(
      path,
      'May not be empty, nor begin or end with white space: authentik would strip it, and ignore what is empty.',
    );
  }
  return parseWord(value, path, maxLength);
}

/**
 * Checks text that authentik takes literally: well-formed, not empty, no NUL (its database refuses it), at most
 * `maxLength` UTF-16 units.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function parseWord(value: string, path: readonly string[], maxLength = 1000): string {
  if (value === '' || value.length > maxLength || !isStorable(value)) {
    throw createInputError(path, `Must have 1 to ${maxLength} characters, none of them NUL or half a surrogate pair.`);
  }
  return value;
}

/**
 * Checks text that is stored as it is: it may be empty, and has no NUL and no half surrogate pair.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function parseStoredText(value: string, path: readonly string[]): string {
  return value === '' ? value : parseWord(value, path, 10_000);
}

/** Whether PostgreSQL can hold a text: no NUL, no lone surrogate. */
export function isStorable(value: string): boolean {
  return !value.includes('\0') && !/\p{Surrogate}/u.test(value);
}

/** Whether a character is white space to Python, which knows more of it than JavaScript's `\s`. */
export function isSpace(character: string): boolean {
  return /\s/.test(character) || '\u001c\u001d\u001e\u001f\u0085'.includes(character);
}
