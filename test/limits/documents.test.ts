import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { operations } from '../../bench/operations/index.ts';
import { startSandboxGateway, type TestGateway } from '../support/gateway.ts';

/** A document, variables and settings. */
interface Case {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly settings?: Record<string, unknown>;
}

async function codesOf({
  query,
  variables,
  settings = {},
}: Case): Promise<{ status: number; codes: string[]; asked: number }> {
  const gateway = await startSandboxGateway(undefined, settings);
  const { status, errors } = await send(gateway, query, variables);
  const codes = (errors ?? []).map(({ extensions }) => extensions.code);
  return { status, codes: [...new Set(codes)], asked: gateway.sandbox.requests.length };
}

function send(gateway: TestGateway, query: string, variables: Record<string, unknown> = {}) {
  return gateway.query<unknown, Record<string, unknown>>(query, { variables });
}

function times(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join(' ');
}

const parents = (levels: number) => `${'{ parent '.repeat(levels)}{ id }${' }'.repeat(levels)}`;
const deep = (depth: number) => `{ group(name: "x") { ... on Group ${parents(depth - 2)} } }`;
const ofTypes = (levels: number) => `${'{ ofType '.repeat(levels)}{ name }${' }'.repeat(levels)}`;
const types = (depth: number) => `{ __type(name: "User") { fields { type ${ofTypes(depth - 4)} } } }`;
const nest = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
const list = (length: number) => `[${times(length, (index) => `"${index}"`)}]`;

/** For each limit: its setting, default and code, and what has exactly `size` of it. */
const LIMITS: readonly (readonly [
  setting: string,
  size: number,
  code: string,
  toCase: (size: number) => Omit<Case, 'settings'>,
])[] = [
  ['maxTokens', 1000, 'GRAPHQL_PARSE_FAILED', (size) => ({ query: `{ viewer { ${'pk '.repeat(size - 5)} } }` })],
  ['maxDepth', 10, 'MAX_DEPTH_EXCEEDED', (size) => ({ query: deep(size) })],
  ['maxIntrospectionDepth', 15, 'MAX_DEPTH_EXCEEDED', (size) => ({ query: types(size) })],
  [
    'maxAliases',
    30,
    'MAX_ALIASES_EXCEEDED',
    (size) => ({ query: `{ viewer { ${times(size, (index) => `a${index}: pk`)} } }` }),
  ],
  ['maxRootFields', 10, 'MAX_ROOT_FIELDS_EXCEEDED', (size) => ({ query: `{ ${'__typename '.repeat(size)} }` })],
  [
    'maxDirectives',
    10,
    'MAX_DIRECTIVES_EXCEEDED',
    (size) => ({ query: `{ viewer { ${times(size, () => 'pk @include(if: true)')} } }` }),
  ],
  [
    'maxDefinitions',
    30,
    'MAX_FRAGMENTS_EXCEEDED',
    (size) => ({
      query: `{ viewer { ${times(size - 1, (index) => `...F${index}`)} } } ${times(size - 1, (index) => `fragment F${index} on AuthentikViewer { pk }`)}`,
    }),
  ],
  [
    'maxVariables',
    50,
    'MAX_VARIABLES_EXCEEDED',
    (size) => ({
      // Seven of them are used at a time, by lists of ids.
      query: `query (${times(size, (index) => `$v${index}: ID!`)}) { usersById(ids: [${times(size, (index) => `$v${index}`)}]) { pk } }`,
      variables: Object.fromEntries(Array.from({ length: size }, (_, index) => [`v${index}`, '4'])),
    }),
  ],
  [
    'maxVariableDepth',
    20,
    'MAX_VARIABLES_EXCEEDED',
    (size) => ({ query: '{ __typename }', variables: { v: JSON.parse('['.repeat(size) + ']'.repeat(size)) } }),
  ],
  [
    'maxVariableKeys',
    2000,
    'MAX_VARIABLES_EXCEEDED',
    (size) => ({
      query: '{ __typename }',
      variables: Object.fromEntries(Array.from({ length: size }, (_, index) => [`v${index}`, 1])),
    }),
  ],
  [
    'maxListItems',
    100,
    'MAX_LIST_EXCEEDED',
    (size) => ({ query: '{ __typename }', variables: { v: Array(size).fill(1) } }),
  ],
  [
    'maxListItems',
    100,
    'MAX_LIST_EXCEEDED',
    (size) => ({ query: `{ usersById(ids: ${list(size)}) @skip(if: true) { pk } __typename }` }),
  ],
  // 11 for the connection, 1 for its nodes and a tenth of a point for each row and field.
  [
    'maxCost',
    112,
    'OPERATION_TOO_COMPLEX',
    (size) => ({ query: `{ users(first: 100) { nodes { ${'pk '.repeat((size - 12) / 10)} } } }` }),
  ],
];

describe('a document or its variables', () => {
  it.each(LIMITS)(
    'at %s (%i by default) pass, one more are %s before anything is asked',
    async (setting, size, code, toCase) => {
      const step = setting === 'maxCost' ? 10 : 1;
      const isDefault = setting !== 'maxCost';
      const settings = setting === 'maxTokens' ? { maxCost: 10_000 } : isDefault ? {} : { maxCost: size };

      const within = await codesOf({ ...toCase(size), settings });
      const beyond = await codesOf({ ...toCase(size + step), settings });
      const raised = await codesOf({ ...toCase(size + step), settings: { ...settings, [setting]: size + step } });
      const lowered = await codesOf({ ...toCase(size), settings: { ...settings, [setting]: size - 1 } });

      expect(within.codes).not.toContain(code);
      expect(within.status).toBe(200);
      expect(beyond).toEqual({ status: 400, codes: [code], asked: 0 });
      expect(raised.codes).not.toContain(code);
      expect(lowered).toEqual({ status: 400, codes: [code], asked: 0 });
    },
  );

  it('of literals too deep for any reader are refused', async () => {
    const { codes } = await codesOf({ query: `{ users(where: ${nest(21)}) { totalCount } }` });
    const { codes: allowed } = await codesOf({ query: `{ users(where: ${nest(20)}) { totalCount } }` });

    expect([codes, allowed]).toEqual([['MAX_DEPTH_EXCEEDED'], ['GRAPHQL_VALIDATION_FAILED']]);
  });

  it('with mutations may have five of them', async () => {
    const mutation = (count: number) => `mutation { ${'nothing '.repeat(count)} }`;

    expect((await codesOf({ query: mutation(6) })).codes).toEqual(['MAX_ROOT_FIELDS_EXCEEDED']);
    expect((await codesOf({ query: mutation(5) })).codes).not.toContain('MAX_ROOT_FIELDS_EXCEEDED');
    expect((await codesOf({ query: mutation(6), settings: { maxMutations: 6 } })).codes).not.toContain(
      'MAX_ROOT_FIELDS_EXCEEDED',
    );
  });

  it('that are refused do not spoil the same document with other variables', async () => {
    const gateway = await startSandboxGateway(undefined, { maxCost: 30 });
    const query = 'query ($first: Int = 100) { users(first: $first) { nodes { pk } } }';

    const statuses = [];
    for (const variables of [{}, { first: 1 }, { first: 100 }, { first: 2 }, {}]) {
      statuses.push((await send(gateway, query, variables)).status);
    }

    // 12, and a tenth of a point for each row: the default counts too.
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    const tight = await startSandboxGateway(undefined, { maxCost: 20 });
    expect((await send(tight, query, {})).status).toBe(400);
    expect((await send(tight, query, { first: 1 })).status).toBe(200);
    expect((await send(tight, query, { first: 100 })).status).toBe(400);
    expect((await send(tight, query, { first: 1 })).status).toBe(200);
  });
});

describe('bombs', () => {
  const spread = (levels: number) =>
    times(levels, (level) => `fragment F${level} on AuthentikViewer { ...F${level + 1} ...F${level + 1} }`);

  it.each<[string, string, string]>([
    [
      'fragments that double 28 times',
      `{ viewer { ...F0 } } ${spread(28)} fragment F28 on AuthentikViewer { a: pk }`,
      'MAX_ALIASES_EXCEEDED',
    ],
    [
      'fields of fragments that double',
      `{ viewer { ...F0 } } ${spread(28)} fragment F28 on AuthentikViewer { pk }`,
      'OPERATION_TOO_COMPLEX',
    ],
    [
      'a fragment in itself',
      '{ viewer { ...F } } fragment F on AuthentikViewer { pk ...F }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'fragments in a circle',
      '{ viewer { ...A } } fragment A on AuthentikViewer { ...B } fragment B on AuthentikViewer { ...A pk }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['1,000 equal fields', `{ viewer { ${'pk '.repeat(1000)} } }`, 'GRAPHQL_PARSE_FAILED'],
    ['100,000 tokens', `{ viewer ${'@'.repeat(99_000)} }`, 'GRAPHQL_PARSE_FAILED'],
    [
      'directives of a fragment that nobody spreads',
      `{ viewer { pk } } fragment F on AuthentikViewer { ${'pk @a '.repeat(11)} }`,
      'MAX_DIRECTIVES_EXCEEDED',
    ],
    [
      'rows of rows of rows',
      '{ users(first: 100) { nodes { tokens(first: 100) { nodes { user { tokens(first: 100) { nodes { pk } } } } } } } }',
      'OPERATION_TOO_COMPLEX',
    ],
  ])('(%s) are refused', async (_case, query, code) => {
    expect(await codesOf({ query })).toMatchObject({ codes: [code], asked: 0 });
  });

  it('of equal fields never reach the rule that compares each with each, however many tokens there may be', async () => {
    const settings = { maxTokens: 20_000, maxBodyBytes: 1_000_000 };

    expect(await codesOf({ query: `{ viewer { ${'pk '.repeat(1000)} } }`, settings })).toEqual({
      status: 400,
      codes: ['OPERATION_TOO_COMPLEX'],
      asked: 0,
    });
    // Nothing that overflows the stack gets through either.
    const { codes } = await codesOf({ query: `${'{a'.repeat(9000)}${'}'.repeat(9000)}`, settings });
    expect(codes).toEqual([expect.stringMatching(/^(GRAPHQL_PARSE_FAILED|MAX_DEPTH_EXCEEDED)$/)]);
  });
});

describe('honest documents', () => {
  it('such as the introspection query with all options pass', async () => {
    const options = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true };
    const query = getIntrospectionQuery({ ...options, inputValueDeprecation: true, oneOf: true });

    expect(await codesOf({ query })).toEqual({ status: 200, codes: [], asked: 0 });
  });

  it('such as those of the bench stay far below the cost', async () => {
    const gateway = await startSandboxGateway(undefined, { maxCost: 100 });
    const refused = [];
    for (const { id, steps } of operations) {
      for (const { query } of steps) {
        const { errors } = await send(gateway, query, { first: 20 });
        const codes = (errors ?? []).map(({ extensions }) => extensions.code);
        refused.push(
          ...codes.filter((code) => /MAX_|COMPLEX|PARSE|VALIDATION/.test(code)).map((code) => `${id} ${code}`),
        );
      }
    }

    expect(operations.length).toBeGreaterThan(40);
    expect(refused).toEqual([]);
  });
});
