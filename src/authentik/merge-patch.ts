import { createInputError } from '../errors.ts';
import { isRecord, type JsonObject } from './json.ts';
import { isStorable } from './path.ts';

const MAX_DEPTH = 32;

/**
 * Merges `patch` into `target` as JSON Merge Patch does (RFC 7396): objects are merged key by key, null removes a key,
 * everything else, lists included, takes the place of what was there. Neither argument is changed. Keys are own
 * properties only, so `__proto__` and `constructor` are keys like any other.
 */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map<string, unknown>(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      merged.delete(key);
    } else {
      const known = merged.get(key);
      merged.set(key, isRecord(value) ? mergePatch(isRecord(known) ? known : {}, value) : value);
    }
  }
  // Unlike an assignment this makes `__proto__` an own property.
  return Object.fromEntries(merged);
}

/**
 * Checks a caller's JSON object that is to be stored: what PostgreSQL cannot hold makes authentik crash, and a whole
 * number beyond 2^53 has lost its last digits on the way here.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function parseAttributes(value: unknown, path: readonly string[]): JsonObject {
  if (!isRecord(value)) {
    throw createInputError(path, 'Must be a JSON object.');
  }
  const complaint = complain(value, MAX_DEPTH);
  if (complaint !== undefined) {
    throw createInputError(path, complaint);
  }
  return value;
}

/**
 * Refuses to write attributes back that could not be read exactly.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function checkExact(known: JsonObject, path: readonly string[]): void {
  if (holdsInexact(known)) {
    throw createInputError(
      path,
      'Cannot be merged: the present attributes hold a whole number beyond 2^53, which would lose its last digits. Replace them, or change them in authentik.',
    );
  }
}

// Iterative: what authentik sends may be nested deeper than the stack is.
function holdsInexact(value: unknown): boolean {
  const rest = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (isInexact(next)) {
      return true;
    }
    if (typeof next === 'object' && next !== null) {
      rest.push(...Object.values(next));
    }
  }
  return false;
}

function complain(value: unknown, depth: number): string | undefined {
  if (depth < 0) {
    return `May be nested ${MAX_DEPTH} levels deep.`;
  }
  if (isInexact(value)) {
    return 'Holds a whole number beyond 2^53, whose last digits are lost; send it as text.';
  }
  if (typeof value === 'string') {
    return isStorable(value) ? undefined : 'Holds text with NUL or half a surrogate pair, which cannot be stored.';
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  for (const [key, item] of Object.entries(value)) {
    const complaint = complain(key, depth) ?? complain(item, depth - 1);
    if (complaint !== undefined) {
      return complaint;
    }
  }
  return undefined;
}

function isInexact(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}
