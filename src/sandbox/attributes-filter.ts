import { toUpper } from './compare.ts';
import type { Filter } from './filters.ts';
import { compareJson, isJsonObject, type Json, jsonAt, jsonContains } from './jsonb.ts';
import { crash, Refusal } from './refusal.ts';

type LookUp = (value: Json | undefined, wanted: Json) => boolean;

/** A filter by a JSON object of Django look-ups (`{"a__b": 1, "c__in": [2]}`) on the attributes of a row, all ANDed. */
export function attributesFilter<Row>(read: (row: Row) => Json): Filter<Row> {
  return (values) => {
    const text = values.at(-1)?.trim();
    if (!text) return undefined;
    return (rows) => {
      const tests = Object.entries(readObject(text)).map(([key, wanted]) => readTest(key, wanted));
      // Django's ValueError: authentik then answers every row.
      if (tests.includes(undefined)) return rows;
      return rows.filter((row) => tests.every((test) => test?.(read(row))));
    };
  };
}

function readObject(text: string): { readonly [key: string]: Json } {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Refusal(400, ['filter: value must be key:value mapping']);
  return value;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json; // JSON.parse answers `any`, and nothing but JSON
  } catch {
    throw new Refusal(400, ['filter: failed to parse JSON']);
  }
}

function readTest(key: string, wanted: Json): ((attributes: Json) => boolean) | undefined {
  const path = key.split('__');
  const name = path.at(-1) ?? '';
  const lookUp = Object.hasOwn(LOOK_UPS, name) ? LOOK_UPS[name] : undefined;
  if (!lookUp) return (attributes) => isEqual(jsonAt(attributes, path), wanted);
  const isRefused = wanted === null ? name !== 'exact' && name !== 'iexact' : !isAcceptable(name, wanted);
  if (isRefused) return undefined;
  return (attributes) => lookUp(jsonAt(attributes, path.slice(0, -1)), wanted);
}

function isAcceptable(name: string, wanted: Json): boolean {
  if (name === 'isnull') return typeof wanted === 'boolean';
  const isIterable = typeof wanted === 'object' || typeof wanted === 'string';
  if (['in', 'has_keys', 'has_any_keys', 'range'].includes(name) && !isIterable) throw crash();
  return true;
}

const LOOK_UPS: Readonly<Record<string, LookUp>> = {
  exact: isEqual,
  iexact: (value, wanted) =>
    wanted === null ? value === undefined : like(value, wanted, (text, part) => text === part),
  contains: (value, wanted) => value !== undefined && jsonContains(value, wanted),
  contained_by: (value, wanted) => value !== undefined && jsonContains(wanted, value),
  has_key: (value, wanted) => hasKey(value, asText(wanted)),
  has_keys: (value, wanted) => itemsOf(wanted).every((key) => hasKey(value, asText(key))),
  has_any_keys: (value, wanted) => itemsOf(wanted).some((key) => hasKey(value, asText(key))),
  in: (value, wanted) => itemsOf(wanted).some((item) => isEqual(value, item)),
  isnull: (value, wanted) => (value === undefined) === wanted,
  gt: (value, wanted) => value !== undefined && compareJson(value, wanted) > 0,
  gte: (value, wanted) => value !== undefined && compareJson(value, wanted) >= 0,
  lt: (value, wanted) => value !== undefined && compareJson(value, wanted) < 0,
  lte: (value, wanted) => value !== undefined && compareJson(value, wanted) <= 0,
  range: isBetween,
  icontains: (value, wanted) => like(value, wanted, (text, part) => text.includes(part)),
  startswith: (value, wanted) => textOf(value)?.startsWith(asText(wanted)) ?? false,
  istartswith: (value, wanted) => like(value, wanted, (text, part) => text.startsWith(part)),
  endswith: (value, wanted) => textOf(value)?.endsWith(asText(wanted)) ?? false,
  iendswith: (value, wanted) => like(value, wanted, (text, part) => text.endsWith(part)),
};

function isEqual(value: Json | undefined, wanted: Json): boolean {
  return value !== undefined && compareJson(value, wanted) === 0;
}

function isBetween(value: Json | undefined, wanted: Json): boolean {
  const [low, high] = itemsOf(wanted);
  if (value === undefined || low === undefined || high === undefined) return false;
  return compareJson(value, low) >= 0 && compareJson(value, high) <= 0;
}

function hasKey(value: Json | undefined, key: string): boolean {
  return Array.isArray(value) ? value.includes(key) : isJsonObject(value) && Object.hasOwn(value, key);
}

// Python iterates a text by character and an object by key.
function itemsOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? [...value] : Object.keys(value ?? {});
}

function like(value: Json | undefined, wanted: Json, test: (text: string, part: string) => boolean): boolean {
  const text = textOf(value);
  return text !== undefined && test(toUpper(text), toUpper(asText(wanted)));
}

// PostgreSQL's `->>`: a JSON null has no text.
function textOf(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : asText(value);
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
