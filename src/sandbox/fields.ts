import { FieldProblem } from './field-problem.ts';
import { isJsonObject, type Json } from './jsonb.ts';
import { readTime } from './time.ts';

/** Reads a value of a body that is neither missing nor null. @throws FieldProblem with DRF's sentences. */
export type Read<Value> = (value: Exclude<Json, null>) => Value;

/** Answers a sentence for what is wrong, undefined for nothing. */
export type Check<Value> = (value: Value) => string | undefined;

const WRONG_TIME =
  'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].';
const TRUE = new Set(['t', 'y', 'yes', 'true', 'on', '1']);
const FALSE = new Set(['f', 'n', 'no', 'false', 'off', '0']);

/** Text, its white space trimmed; numbers are taken as text. All checks are made, so several sentences may come. */
export function text(
  options: { readonly canBeBlank?: boolean; readonly checks?: readonly Check<string>[] } = {},
): Read<string> {
  return (value) => {
    if (typeof value !== 'string' && typeof value !== 'number') throw new FieldProblem('Not a valid string.');
    const trimmed = String(value).trim();
    if (trimmed === '' && options.canBeBlank) return '';
    if (trimmed === '') throw new FieldProblem('This field may not be blank.');
    const isNull: Check<string> = (one) => (one.includes('\u0000') ? 'Null characters are not allowed.' : undefined);
    const sentences = [...(options.checks ?? []), isNull].flatMap((check) => check(trimmed) ?? []);
    if (sentences.length > 0) throw new FieldProblem(...sentences);
    return trimmed;
  };
}

/** At most so many characters (code points, as Python counts). */
export function atMost(length: number): Check<string> {
  return (value) =>
    Array.from(value).length > length ? `Ensure this field has no more than ${length} characters.` : undefined;
}

/** Letters, digits, underscores and hyphens. */
export const isSlug: Check<string> = (value) =>
  /^[-a-zA-Z0-9_]+$/.test(value)
    ? undefined
    : 'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.';

/** What Django takes for an e-mail address, without its quoted names and literal addresses. */
export const isEmail: Check<string> = (value) => {
  const [, name, domain] = /^(.+)@([^@]+)$/.exec(value) ?? [];
  const isName = /^[-!#$%&'*+/=?^_`{}|~0-9A-Z]+(\.[-!#$%&'*+/=?^_`{}|~0-9A-Z]+)*$/i.test(name ?? '');
  const isDomain = /^((?:[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?\.)+)(?:[A-Z0-9-]{2,63}(?<!-))$/i.test(domain ?? '');
  return (isName && isDomain) || (isName && domain === 'localhost') ? undefined : 'Enter a valid email address.';
};

/** True or false, also as the words and numbers DRF takes for them. */
export const boolean: Read<boolean> = (value) => {
  const word = typeof value === 'object' ? '' : String(value);
  const isWord = word === word.toLowerCase() || word === word.toUpperCase() || /^[A-Z][a-z]+$/.test(word);
  if (isWord && TRUE.has(word.toLowerCase())) return true;
  if (isWord && FALSE.has(word.toLowerCase())) return false;
  throw new FieldProblem('Must be a valid boolean.');
};

/** A whole number, also as digits. */
export const integer: Read<number> = (value) => {
  const isWhole = typeof value !== 'object' && typeof value !== 'boolean' && /^\s*-?\d+(\.0*)?\s*$/.test(String(value));
  if (!isWhole) throw new FieldProblem('A valid integer is required.');
  return Number(value);
};

/** A moment, in microseconds since 1970. */
export const moment: Read<number> = (value) => {
  const time = typeof value === 'string' ? readTime(value) : undefined;
  if (time === undefined) throw new FieldProblem(WRONG_TIME);
  return time;
};

/** One of some words. */
export function choice<Word extends string>(words: readonly Word[]): Read<Word> {
  return (value) => {
    const word = words.find((one) => one === String(value));
    if (word === undefined || typeof value === 'object') {
      throw new FieldProblem(`"${typeof value === 'object' ? JSON.stringify(value) : value}" is not a valid choice.`);
    }
    return word;
  };
}

/** A JSON object. */
export const dictionary: Read<{ readonly [key: string]: Json }> = (value) => {
  if (!isJsonObject(value)) throw new FieldProblem('Value must be a dictionary, and not have any duplicate keys.');
  return value;
};

/** A field whose value must pass one more check, made only when it could be read. */
export function checked<Value>(read: Read<Value>, check: Check<Value>): Read<Value> {
  return (sent) => {
    const value = read(sent);
    const problem = check(value);
    if (problem !== undefined) throw new FieldProblem(problem);
    return value;
  };
}
