import { refuse } from './refusal.ts';

/** The bytes of a request's body and what its header says they are. */
export type RawBody = { readonly bytes: Buffer; readonly contentType: string | undefined };

/** Turns a text that is no JSON into what the release's parser says of it, after `JSON parse error - `. */
export type ExplainJson = (text: string) => string;

/**
 * The JSON of a body, `{}` for no body at all.
 * @throws Refusal 415 for another content type than JSON, 400 for what is no JSON.
 */
export function readBody({ bytes, contentType = '' }: RawBody, explain: ExplainJson): unknown {
  if (bytes.length === 0) return {};
  if (contentType.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw refuse(415, `Unsupported media type "${contentType}" in request.`);
  }
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(400, `JSON parse error - ${explain(text)}`);
  }
}

/** As orjson, which authentik parses with since 2025, explains it; exact where the first word is no JSON. */
export function explainLikeOrjson(text: string): string {
  const word = /^\s*([ntf])/.exec(text)?.[1];
  const literals: Readonly<Record<string, string>> = { n: 'null', t: 'true', f: 'false' };
  const reason = word === undefined ? 'unexpected character' : `invalid literal, expected '${literals[word]}'`;
  return `${reason}: ${placeOf(text)}`;
}

/** As Python's own parser explains it; exact where the first word is no JSON. */
export function explainLikePython(text: string): string {
  return `Expecting value: ${placeOf(text)}`;
}

function placeOf(text: string): string {
  const offset = text.length - text.trimStart().length;
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1} (char ${offset})`;
}
