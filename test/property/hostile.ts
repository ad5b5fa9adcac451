import fc from 'fast-check';
import { toPost } from '../support/raw.ts';

const WORDS = [
  '{',
  '}',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '...',
  '@',
  '$',
  '!',
  '=',
  '|',
  '&',
  '"',
  '"""',
  '#',
  ',',
  '\n',
  'query',
  'mutation',
  'subscription',
  'fragment',
  'on',
  'F',
  'G',
  'User',
  'Query',
  'type',
  'extend',
  'viewer',
  'users',
  'user',
  'nodes',
  'pk',
  'username',
  'groups',
  'first',
  '100',
  '-1',
  '1e999',
  'null',
  'true',
  '__typename',
  '__schema',
  '__type',
  '__proto__',
  'constructor',
  '@include(if: $a)',
  '@skip(if: true)',
  '$a',
  '"x"',
  '\u0000',
  '\ud800',
] as const;

const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 200 }).map((words) => words.join(' '));

const LEAVES = [
  'pk',
  'username',
  'a: pk',
  '__typename',
  '...F',
  '...G',
  '... on User { pk }',
  'pk @include(if: true)',
  'nope',
];
const BRANCHES = [
  'users(first: 3)',
  'nodes',
  'groups',
  'user(pk: 4)',
  'viewer',
  'tokens',
  '... on User',
  '...',
  'x: users',
  '__schema',
  'types',
  'fields',
];

const { selection } = fc.letrec<{ selection: string; field: string }>((tie) => ({
  selection: fc.array(tie('field'), { minLength: 1, maxLength: 6 }).map((fields) => `{ ${fields.join(' ')} }`),
  field: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(...LEAVES),
    fc.tuple(fc.constantFrom(...BRANCHES), tie('selection')).map(([branch, inner]) => `${branch} ${inner}`),
  ),
}));

const shaped = fc
  .tuple(selection, selection, selection)
  .map(([root, first, second]) => `${root} fragment F on User ${first} fragment G on Query ${second}`);

const repeated = fc
  .tuple(
    fc.constantFrom(...WORDS, '{a', 'a:', '[1', '{viewer{pk}}', '...{', 'fragment F on User{...F}'),
    fc.integer({ min: 1, max: 20_000 }),
  )
  .map(([word, count]) => word.repeat(Math.min(count, Math.floor(90_000 / word.length))));

const good = fc.constantFrom('{ viewer { pk } }', '{ users(first: 3) { nodes { pk } } }', 'query A { viewer { pk } }');

/** Documents: soups of words, shaped ones with wrong fields and circular fragments, floods of one word, and good ones. */
export const documents: fc.Arbitrary<string> = fc.oneof(
  soup,
  shaped,
  repeated,
  good,
  fc.string({ unit: 'binary', maxLength: 100 }),
);

const nests = fc
  .tuple(
    fc.constantFrom(['[', ']'], ['{"a":', '}'], ['{"__proto__":', '}'], ['{"where":{"a":', '}}']),
    fc.integer({ min: 1, max: 5000 }),
  )
  .map(([[open, close], count]) => `${open?.repeat(count)}1${close?.repeat(count)}`);

const named = fc
  .record(
    {
      where: fc.oneof(
        fc.jsonValue(),
        fc.record({ username: fc.string({ unit: 'binary' }), isActive: fc.jsonValue() }, { requiredKeys: [] }),
      ),
      first: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
      ids: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
      path: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value));

/** Variables as JSON text, some of it none: any values under names that are declared, deep nests, long lists. */
export const jsonTexts: fc.Arbitrary<string> = fc.oneof(
  named,
  nests,
  fc.json(),
  fc.integer({ min: 1, max: 20_000 }).map((count) => `{"ids":[${Array(count).fill('"4"').join()}]}`),
  fc.constantFrom(
    '{"first":1e999}',
    '{"first":-0}',
    '{"ids":"\\ud800"}',
    '{"where":{"username":"\\u0000"}}',
    '{"__proto__":null}',
    '{',
    '',
  ),
);

const HEADERS = [
  'Expect: 100-continue',
  'Transfer-Encoding: chunked',
  'Content-Length: 5',
  'Content-Encoding: gzip',
  'X-A: \u00e4',
  'Accept: */*',
  'Accept: ,;q',
  'Upgrade: h2c',
  'Cookie: a=b',
  'Content-Type: text/plain',
  'Host: [',
  'Origin: null',
  'X-Request-Id: \u0001',
];

/** Requests that were good until some bytes of them were changed, left out or put in, and bytes of no meaning at all. */
export const brokenRequests: fc.Arbitrary<Uint8Array> = fc.oneof(
  { arbitrary: fc.uint8Array({ minLength: 1, maxLength: 200 }), weight: 1 },
  {
    arbitrary: fc
      .tuple(
        good,
        fc.subarray(HEADERS),
        fc.array(fc.tuple(fc.nat(400), fc.uint8Array({ maxLength: 3 }), fc.nat(3)), { maxLength: 4 }),
      )
      .map(([query, headers, edits]) =>
        edits.reduce<Buffer>(
          (bytes, [at, put, cut]) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]),
          toPost(JSON.stringify({ query }), headers),
        ),
      ),
    weight: 4,
  },
);
