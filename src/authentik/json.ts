import { z } from 'zod';

/** Any parsed JSON value. */
export type JsonValue = string | number | boolean | object | null;

/** A JSON object as authentik sent it, untouched: own keys only, `__proto__` included, never merged into another object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed value is an object and no list. */
export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Python's json module, with which values come in, stops just below 1000 levels; some 10,000 are more than can be written.
const MAX_LEVELS = 1000;

function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value) && !isDeeper(value, MAX_LEVELS);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** The shape of free-form `attributes` and `settings`: any JSON object of at most 1000 levels, passed on by reference. */
export const jsonObjectShape = z.custom<JsonObject>(isJsonObject, 'expected an object');

/**
 * The value at `path` inside `object`, following own keys and array indexes only; `null` where there is none.
 * authentik's attribute keys hold dots and slashes, hence a list of keys rather than one dotted text.
 */
export function getJsonAt(object: JsonObject, path: readonly string[]): unknown {
  let value: unknown = object;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) {
      return null;
    }
    if (Array.isArray(value) && key === 'length') {
      return null;
    }
    value = Reflect.get(value, key);
  }
  return value;
}

/** The shape of an answer without a body, such as a 204. */
export const nothingShape = z.undefined();
