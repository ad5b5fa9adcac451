import { compareText } from './compare.ts';

/** A JSON value as PostgreSQL's `jsonb` holds it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Whether a JSON value is an object (neither null nor a list). */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, undefined when there is none; in a list, a number (also negative) is an index. */
export function jsonAt(value: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => {
    if (isList(at)) return /^-?\d+$/.test(key) ? at.at(Number(key)) : undefined;
    return isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, value);
}

/** PostgreSQL's `@>`: every key and element of `part` is in `whole`; a list also contains a bare element of its own. */
export function jsonContains(whole: Json, part: Json): boolean {
  if (isList(whole) && !isList(part) && !isJsonObject(part)) return whole.some((item) => compareJson(item, part) === 0);
  return contains(whole, part);
}

function contains(whole: Json, part: Json): boolean {
  if (isList(part)) return isList(whole) && part.every((item) => whole.some((one) => contains(one, item)));
  if (!isJsonObject(part)) return compareJson(whole, part) === 0;
  if (!isJsonObject(whole)) return false;
  return Object.entries(part).every(([key, value]) => {
    const own = Object.hasOwn(whole, key) ? whole[key] : undefined;
    return own !== undefined && contains(own, value);
  });
}

/** PostgreSQL's order of `jsonb`: null, text, numbers, booleans, lists, objects; the longer list or object is greater. */
export function compareJson(a: Json, b: Json): number {
  const byKind = kindRank(a) - kindRank(b);
  if (byKind !== 0) return byKind;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (isList(a) && isList(b)) return a.length - b.length || compareAll(a, b);
  if (isJsonObject(a) && isJsonObject(b)) return compareObjects(a, b);
  return Number(a) - Number(b);
}

function compareObjects(a: JsonObject, b: JsonObject): number {
  const [keysOfA, keysOfB] = [storedKeys(a), storedKeys(b)];
  return keysOfA.length - keysOfB.length || compareAll(pairs(a, keysOfA), pairs(b, keysOfB));
}

function compareAll(a: readonly Json[], b: readonly Json[]): number {
  for (const [index, item] of a.entries()) {
    const difference = compareJson(item, b[index] ?? null);
    if (difference !== 0) return difference;
  }
  return 0;
}

// jsonb keeps shorter keys first.
function storedKeys(value: JsonObject): string[] {
  return Object.keys(value).toSorted((a, b) => a.length - b.length || compareText(a, b));
}

function pairs(value: JsonObject, keys: readonly string[]): Json[] {
  return keys.flatMap((key) => [key, value[key] ?? null]);
}

function kindRank(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'number') return 2;
  if (typeof value === 'boolean') return 3;
  return isList(value) ? 4 : 5;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
