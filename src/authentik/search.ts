import { createInputError } from '../errors.ts';
import { isSpace, parseWord } from './path.ts';

// Everything that can be a comparison in DjangoQL, which a licensed (and every newer) authentik tries first.
const QUERY_LANGUAGE = /[=<>~]|\b(in|startswith|endswith)\b/i;

/**
 * Prints a caller's search text so that it cannot run as a query language: a leading comma is a syntax error there,
 * upon which authentik falls back to plain search, which in turn drops it.
 * Source: authentik `enterprise/search/ql.py` (fallback on parse errors), DRF `filters.py` (terms end at commas).
 */
export function toSearchParam(text: string, path: readonly string[]): string {
  if (Array.from(text).every((character) => isSpace(character) || `,"'`.includes(character))) {
    throw createInputError(path, 'Must have a word to search for: authentik would ignore it and answer everything.');
  }
  const checked = parseWord(text, path);
  return QUERY_LANGUAGE.test(checked) ? `, ${checked}` : checked;
}
