import { toUpper } from './compare.ts';
import { Refusal } from './refusal.ts';

// Django's smart_split: words, in which quoted parts keep their white space.
const WORD = /(?:[^\s'"]*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)+)|\S+/g;

/** Splits the text of `search` into its terms. */
export type SplitSearch = (search: string) => readonly string[];

/** The rows of which some field contains each term (any case). */
export function applySearch<Row>(
  rows: readonly Row[],
  searched: readonly string[],
  read: (row: Row) => readonly string[],
): readonly Row[] {
  const terms = searched.map(toUpper);
  if (terms.length === 0) return rows;
  return rows.filter((row) => {
    const fields = read(row).map(toUpper);
    return terms.every((term) => fields.some((field) => field.includes(term)));
  });
}

/** Terms end at white space and commas, and quotes are characters like others: DRF up to 3.14. */
export const splitWords: SplitSearch = (search) =>
  search
    .replaceAll('\u0000', '')
    .split(/[\s,]+/)
    .filter((term) => term !== '');

/** A quoted phrase is one term: `search_smart_split` of DRF 3.15. */
export const splitPhrases: SplitSearch = (search) => {
  if (search.includes('\u0000')) throw new Refusal(400, ['Null characters are not allowed.']);
  return [...search.matchAll(WORD)].flatMap(([word]) => {
    const term = word.replace(/^,+|,+$/g, '');
    const quote = term[0];
    if ((quote === '"' || quote === "'") && term.endsWith(quote)) {
      return [term.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\')];
    }
    return term.split(',').filter((part) => part !== '');
  });
};
