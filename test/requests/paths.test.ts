import { describe, expect, it } from 'vitest';
import { startSandboxGateway, type TestGateway } from '../support/gateway.ts';

/** What must never become part of a path: it leads to another one, ends it, or is no key of anything. */
const HOSTILE = [
  ...[
    'a/b',
    '/',
    '//',
    'a%2Fb',
    '%2e%2e%2f',
    '..',
    '.',
    '../../users/me',
    '..\\..',
    'a?b',
    'a?x=1',
    'a#b',
    'a;b',
    'a&b=c',
  ],
  ...[
    'a\u0000',
    '\u0000',
    '%00',
    'a\r\nX-Evil: 1',
    'a b',
    ' a',
    'a\t',
    'ä',
    '\u202e',
    '😀',
    '\ud800',
    '\uff0f',
    '\u2215',
  ],
  ...['', 'x'.repeat(10_000), '/'.repeat(10_000), '@evil.example', 'http://evil.example/', '{id}', '*', '~', 'a.b'],
];

/** Keys that are words of authentik's own paths, or numbers that are none to it. */
const WORDS = [
  ...['me', 'paths', 'impersonate_end', 'impersonate', 'service_account', 'used_by', 'view_key', 'NaN', 'null'],
  ...['-1', '+1', '1e3', '1E3', '0x10', '1.0', '01', '1_000', '2147483648', '4294967297', '9'.repeat(400), '१'],
];

const FIELDS: readonly (readonly [string, string, readonly string[]])[] = [
  ['token(identifier:)', 'query ($key: String!) { token(identifier: $key) { __typename } }', HOSTILE],
  ['tokensByIdentifier', 'query ($key: String!) { tokensByIdentifier(identifiers: [$key]) { id } }', HOSTILE],
  ['user(id:)', 'query ($key: ID!) { user(id: $key) { __typename } }', [...HOSTILE, ...WORDS]],
  ['user(uuid:)', 'query ($key: ID!) { user(uuid: $key) { __typename } }', [...HOSTILE, ...WORDS, '4']],
  ['usersById', 'query ($key: ID!) { usersById(ids: [$key]) { id } }', [...HOSTILE, ...WORDS]],
  ['group(id:)', 'query ($key: ID!) { group(id: $key) { __typename } }', [...HOSTILE, ...WORDS, '4']],
  ['groupsById', 'query ($key: ID!) { groupsById(ids: [$key]) { id } }', [...HOSTILE, ...WORDS, '4']],
];

const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
const ENTITY_KEYS: readonly (readonly [string, string, readonly string[]])[] = [
  ['Token', 'identifier', HOSTILE],
  ['User', 'id', [...HOSTILE, ...WORDS]],
  ['User', 'uuid', [...HOSTILE, ...WORDS, '4']],
  ['Group', 'id', [...HOSTILE, ...WORDS, '4']],
];

async function codesOf(gateway: TestGateway, query: string, variables: object): Promise<unknown[]> {
  const { errors } = await gateway.query<object, object>(query, { variables });
  return (errors ?? [{ extensions: { code: 'none' } }]).map(({ extensions }) => extensions.code);
}

describe('a key that is none', () => {
  it.each(FIELDS)('is refused by %s before a request leaves', async (_field, query, keys) => {
    const gateway = await startSandboxGateway();
    const passed: unknown[] = [];

    for (const key of keys) {
      const codes = await codesOf(gateway, query, { key });
      if (`${codes}` !== 'BAD_USER_INPUT') {
        passed.push([key, codes]);
      }
    }

    expect(passed).toEqual([]);
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it.each(ENTITY_KEYS)('is refused by _entities for %s.%s before a request leaves', async (type, field, keys) => {
    const gateway = await startSandboxGateway();
    const representations = keys.map((key) => ({ __typename: type, [field]: key }));

    const { data, errors } = await gateway.query<{ _entities: unknown[] }, object>(ENTITIES, {
      variables: { r: representations },
    });

    expect(data._entities).toEqual(keys.map(() => null));
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it.each([-1, 2 ** 31 - 1 + 1, 1.5, 1e21])('is refused as user(pk: %d)', async (pk) => {
    const gateway = await startSandboxGateway();

    expect(await codesOf(gateway, 'query ($pk: Int!) { user(pk: $pk) { __typename } }', { pk })).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(gateway.sandbox.requests).toEqual([]);
  });
});

describe('a name', () => {
  it.each(['a/b', '../me', 'a?b=c&d#e;f', '%2F', 'a&username=akadmin', 'ä😀', '+', 'a b'])(
    'is a value and never a path: %s',
    async (username) => {
      const gateway = await startSandboxGateway();

      await gateway.query('query ($username: String!) { user(username: $username) { __typename } }', {
        variables: { username },
      });

      const [asked, ...more] = gateway.sandbox.requests.map(({ path }) => new URL(path, 'http://a'));
      expect(more).toEqual([]);
      expect([asked?.pathname, asked?.hash]).toEqual(['/api/v3/core/users/', '']);
      expect(asked?.searchParams.getAll('username')).toEqual([username]);
    },
  );
});
