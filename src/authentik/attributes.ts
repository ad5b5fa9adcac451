import { createInputError } from '../errors.ts';
import type { JsonValue } from './json.ts';
import { isStorable, parseWord } from './path.ts';

type Path = readonly string[];
type Scalar = string | number | boolean;

/** One condition on a value inside `attributes`; exactly one operator is set. */
export interface AttributeCondition {
  readonly path: readonly string[];
  readonly equals?: JsonValue | undefined;
  readonly in?: readonly JsonValue[] | null | undefined;
}

// Words that Django would take for a look-up or transform instead of a key.
const LOOKUPS = new Set(
  `exact iexact contains icontains in gt gte lt lte startswith istartswith endswith iendswith range isnull regex iregex
  date time year iso_year month day week week_day iso_week_day quarter hour minute second search unaccent len overlap
  contained_by has_key has_keys has_any_keys trigram_similar trigram_word_similar`.split(/\s+/),
);

/**
 * Prints conditions as authentik's `attributes` parameter, a JSON object of Django look-ups below the JSON column.
 * Only equality and membership are ever produced: both match nothing for a missing key, and no key can become an operator.
 * Source: authentik `core/api/users.py` (`filter_attributes`); recorded answers for `a__b` and `a__in`.
 * @throws GatewayError `BAD_USER_INPUT` that names `path`
 */
export function toAttributesParam(conditions: readonly AttributeCondition[], path: Path): string {
  if (conditions.length === 0 || conditions.length > 20) {
    throw createInputError(
      path,
      'Takes 1 to 20 conditions: authentik would ignore an empty list and answer everything.',
    );
  }
  const lookups = new Map<string, Scalar | readonly Scalar[]>();
  for (const [index, condition] of conditions.entries()) {
    const at = [...path, String(index)];
    const [lookup, value] = toLookup(condition, at);
    if (lookups.has(lookup)) {
      throw createInputError([...at, 'path'], 'Is the same as another condition’s; only one of them would count.');
    }
    lookups.set(lookup, value);
  }
  return JSON.stringify(Object.fromEntries(lookups));
}

function toLookup(condition: AttributeCondition, at: Path): [string, Scalar | readonly Scalar[]] {
  const key = toKey(condition.path, [...at, 'path']);
  const { equals, in: values } = condition;
  if ((equals === undefined) === (values === undefined || values === null)) {
    throw createInputError(at, 'Takes exactly one of "equals" and "in".');
  }
  if (equals !== undefined) {
    return [key, parseScalar(equals, [...at, 'equals'])];
  }
  if (!values || values.length === 0 || values.length > 100) {
    throw createInputError([...at, 'in'], 'Takes 1 to 100 values.');
  }
  return [`${key}__in`, values.map((value) => parseScalar(value, [...at, 'in']))];
}

function toKey(keys: readonly string[], at: Path): string {
  if (keys.length === 0 || keys.length > 10) {
    throw createInputError(at, 'Takes 1 to 10 keys.');
  }
  for (const key of keys) {
    parseWord(key, at, 255);
    if (key.includes('__') || key.startsWith('_') || key.endsWith('_') || LOOKUPS.has(key.toLowerCase())) {
      throw createInputError(
        at,
        `"${key}" cannot be filtered by: authentik would take it, or part of it, for an operator.`,
      );
    }
  }
  return keys.join('__');
}

function parseScalar(value: unknown, at: Path): Scalar {
  const isExact =
    typeof value === 'number' && Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  if (isExact || typeof value === 'boolean' || (typeof value === 'string' && isStorable(value))) {
    return value;
  }
  throw createInputError(at, 'Must be text, a boolean or a number of up to 2^53: nothing else can be compared safely.');
}
