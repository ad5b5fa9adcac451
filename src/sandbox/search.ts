import { toUpper } from './compare.ts';
import { Refusal } from './refusal.ts';

// Django's smart_split: words, in which quoted parts keep their white space.
const WORD = /(?:[^\s'"]*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)+)|\S+/g;

/** The rows of which some field contains each term of `search` (any case). Terms end at white space and commas. */
export function applySearch<Row>(
  rows: readonly Row[],
  search: string | undefined,
  read: (row: Row) => readonly string[],
): readonly Row[] {
  const terms = splitSearch(search ?? '').map(toUpper);
  if (terms.length === 0) return rows;
  return rows.filter((row) => {
    const fields = read(row).map(toUpper);
    return terms.every((term) => fields.some((field) => field.includes(term)));
  });
}

/** The terms of a search text; a quoted phrase is one term (Django REST framework's `search_smart_split`). */
function splitSearch(search: string): string[] {
  if (search.includes('\u0000')) throw new Refusal(400, ['Null characters are not allowed.']);
  return [...search.matchAll(WORD)].flatMap(([word]) => {
    const term = word.replace(/^,+|,+$/g, '');
    const quote = term[0];
    if ((quote === '"' || quote === "'") && term.endsWith(quote)) {
      return [term.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\')];
    }
    return term.split(',').filter((part) => part !== '');
  });
}
