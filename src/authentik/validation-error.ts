import { GatewayError, type ValidationIssue } from '../errors.ts';
import { isRecord } from './json.ts';

/** authentik's field and parameter names → the path of the same value in our own input. */
export type InputNames = Readonly<Record<string, readonly string[]>>;

/** What the refused request was. */
export interface Refused {
  /** Only a write can meet something that is taken already. */
  readonly isWrite: boolean;
  /** Values that no sentence may quote. */
  readonly secrets: readonly string[];
}

const REFUSED = 'authentik refused the input.';
const TAKEN = 'Something else already has this value.';
const MAX_SENTENCE = 200;

// authentik up to 2025.10 answers some writes with the database's own words, row included.
const DATABASE_TEXT = /duplicate key value|violates [\w-]+ constraint|\bDETAIL: {2}|relation "|psycopg/i;

// What is said of a unique value that is taken; all requests are sent with `Accept-Language: en`. Recorded on 2024.6.5,
// 2025.10.0-rc1, 2025.12.4 and 2026.2.3-rc1: "Token with this identifier already exists.", "This field must be unique.",
// "Group with this name already exists.", and PostgreSQL's own sentence; the last is DRF's for several fields together.
const UNIQUE = /\balready exists\b|\bmust be unique\b|duplicate key value|must make a unique set/i;

// PostgreSQL names the column: `Key (username)=(sa-1) already exists.`
const COLUMN = /\bKey \((\w+)\)=/;

/**
 * The error for a 400. Five shapes: `{field: [text]}`, `{field: text}`, `{non_field_errors: …}` (or `reason`), `[text]`,
 * `{detail}`; or an empty body. Only what is known to be about the input gets through: sentences about values that we
 * sent, and about the whole. A write whose every complaint is about a taken value is `CONFLICT`; a sentence that says so
 * in words not known here stays `BAD_USER_INPUT`, which is as true.
 */
export function toValidationError(
  json: unknown,
  names: InputNames,
  { isWrite, secrets }: Refused = { isWrite: false, secrets: [] },
): GatewayError {
  const fields = Array.isArray(json) ? { non_field_errors: json } : isRecord(json) ? json : {};
  const said = Object.entries(names).flatMap(([field, path]) => textsOf(fields, field).map((text) => ({ path, text })));
  const general = ['non_field_errors', 'reason'].flatMap((field) => textsOf(fields, field));
  const placed = general.map((text) => ({ text, path: isWrite ? names[COLUMN.exec(text)?.[1] ?? ''] : undefined }));
  const complaints: readonly { text: string; path: readonly string[] | undefined }[] = [...said, ...placed];
  const toSentence = (text: string): string =>
    isSentence(text) && !secrets.some((secret) => text.includes(secret)) ? text : isUnique(text) ? TAKEN : REFUSED;
  const issues = complaints.flatMap(({ path, text }): ValidationIssue[] =>
    path ? [{ path, message: toSentence(text) }] : [],
  );
  const nonFieldErrors = complaints.flatMap(({ path, text }) => (path ? [] : [toSentence(text)]));
  const isTaken = isWrite && complaints.length > 0 && complaints.every(({ text }) => isUnique(text));
  return new GatewayError(isTaken ? 'CONFLICT' : 'BAD_USER_INPUT', toSummary(issues, nonFieldErrors), {
    issues,
    nonFieldErrors,
    upstreamCode: toUpstreamCode(json),
  });
}

/** authentik's own `code`, where it sent one that looks like one. */
export function toUpstreamCode(json: unknown): string | undefined {
  return isRecord(json) && typeof json.code === 'string' && /^[a-z_]{1,64}$/.test(json.code) ? json.code : undefined;
}

function textsOf(fields: object, field: string): string[] {
  const value: unknown = Object.hasOwn(fields, field) ? Reflect.get(fields, field) : [];
  return (Array.isArray(value) ? value : [value]).filter((text): text is string => typeof text === 'string');
}

function toSummary(issues: readonly ValidationIssue[], nonFieldErrors: readonly string[]): string {
  const first = issues[0] ? `${issues[0].path.join('.')}: ${issues[0].message}` : nonFieldErrors[0];
  return first === undefined ? REFUSED : first.slice(0, MAX_SENTENCE);
}

function isUnique(text: string): boolean {
  return UNIQUE.test(text);
}

function isSentence(text: string): boolean {
  return /\S/.test(text) && text.length <= MAX_SENTENCE && !/[\r\n]|:\/\//.test(text) && !DATABASE_TEXT.test(text);
}
