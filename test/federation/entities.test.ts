import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/graphql/explain.ts';
import { createDemoDataset } from '../../src/sandbox/index.ts';
import { schema } from '../../src/schema.ts';
import { askedOf, startSandboxGateway } from '../support/gateway.ts';
import { SWITCHES, target } from '../support/release.ts';

const data = createDemoDataset();
const PLAIN = { __typename: 'User', id: '4' };
const PLAIN_UUID = '741a2330-db3f-4640-9122-dd10356251f6';
const PLATFORM = 'ad644593-d442-4379-8555-41bb5a2fe352';

const NAMES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on User { username }
    ... on Group { name }
    ... on Token { identifier }
  }
}`;

interface Entities {
  readonly _entities: readonly ({ readonly [field: string]: unknown } | null)[] | null;
}

async function ask(representations: readonly unknown[], { document = NAMES, key = 'key-admin', settings = {} } = {}) {
  const gateway = await startSandboxGateway(createDemoDataset(), { upstreamReport: true, ...settings });
  const answer = await gateway.query<Entities, object>(document, { variables: { representations }, key });
  return { ...answer, entities: answer.data?._entities, asked: askedOf(gateway.sandbox) };
}

describe('an entity', () => {
  it.each([
    ['User by id', PLAIN, { username: 'plain' }, target('/core/users/4/', SWITCHES.user)],
    [
      'User by id as a number',
      { __typename: 'User', id: 4 },
      { username: 'plain' },
      target('/core/users/4/', SWITCHES.user),
    ],
    [
      'User by uuid, in capitals too',
      { __typename: 'User', uuid: PLAIN_UUID.toUpperCase() },
      { username: 'plain' },
      target(`/core/users/?uuid=${PLAIN_UUID}&page_size=1`, SWITCHES.users),
    ],
    [
      'User by username',
      { __typename: 'User', username: 'ünïcode' },
      { username: 'ünïcode' },
      target('/core/users/?username=ünïcode&page_size=1', SWITCHES.users),
    ],
    [
      'Group by id',
      { __typename: 'Group', id: PLATFORM },
      { name: 'Platform' },
      target(`/core/groups/${PLATFORM}/`, SWITCHES.group),
    ],
    [
      'Group by name',
      { __typename: 'Group', name: 'Platform' },
      { name: 'Platform' },
      target('/core/groups/?name=Platform&page_size=1', SWITCHES.group),
    ],
    [
      'Token by identifier',
      { __typename: 'Token', identifier: 'plain-api' },
      { identifier: 'plain-api' },
      target('/core/tokens/plain-api/', SWITCHES.user),
    ],
    [
      'User by the first of several keys, whatever else comes along',
      { __typename: 'User', username: 'akadmin', id: '4', uuid: null, email: 'x@example.test' },
      { username: 'plain' },
      target('/core/users/4/', SWITCHES.user),
    ],
    [
      'User by the key that is not null',
      { __typename: 'User', id: null, uuid: null, username: 'plain' },
      { username: 'plain' },
      target('/core/users/?username=plain&page_size=1', SWITCHES.users),
    ],
  ])('is loaded: %s', async (_name, representation, expected, request) => {
    const { entities, errors, asked } = await ask([representation]);

    expect(errors).toBeUndefined();
    expect(entities).toEqual([expected]);
    expect(asked).toEqual([request]);
  });

  it('says its type', async () => {
    const document =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }';

    const { entities } = await ask([PLAIN, { __typename: 'Group', id: PLATFORM }], { document });

    expect(entities).toEqual([{ __typename: 'User' }, { __typename: 'Group' }]);
  });

  it('can be written into the document', async () => {
    const document = '{ _entities(representations: [{ __typename: "User", id: "4" }]) { ... on User { username } } }';

    expect((await ask([], { document })).entities).toEqual([{ username: 'plain' }]);
  });
});

describe('a representation that leads to nothing', () => {
  it.each<[string, unknown, string, (string | number)[] | undefined]>([
    ['of no type', { id: '4' }, 'BAD_USER_INPUT', ['__typename']],
    ['of an unknown type', { __typename: 'Device', id: '4' }, 'BAD_USER_INPUT', ['__typename']],
    ['of a type that is no entity', { __typename: 'AuthentikRole', pk: '4' }, 'BAD_USER_INPUT', ['__typename']],
    ['without a key', { __typename: 'User' }, 'BAD_USER_INPUT', []],
    ['with a key that nobody can look up', { __typename: 'User', uid: data.users[2]?.uid }, 'BAD_USER_INPUT', []],
    ['with a key by prototype', JSON.parse('{"__typename":"User","__proto__":{"id":"4"}}'), 'BAD_USER_INPUT', []],
    ['that is text', 'User 4', 'BAD_USER_INPUT', []],
    ['that is a list', [PLAIN], 'BAD_USER_INPUT', ['__typename']],
    ['with a key that is no text', { __typename: 'User', id: { eq: 4 } }, 'BAD_USER_INPUT', ['id']],
    ['with a path for a key', { __typename: 'User', id: '4/../5' }, 'BAD_USER_INPUT', ['id']],
    ['with an endpoint for a key', { __typename: 'User', id: 'me' }, 'BAD_USER_INPUT', ['id']],
    ['with a malformed uuid', { __typename: 'User', uuid: '%2F' }, 'BAD_USER_INPUT', ['uuid']],
    ['with an empty username', { __typename: 'User', username: '' }, 'BAD_USER_INPUT', ['username']],
    ['with a malformed group id', { __typename: 'Group', id: 'x' }, 'BAD_USER_INPUT', ['id']],
    ['with an empty group name', { __typename: 'Group', name: ' ' }, 'BAD_USER_INPUT', ['name']],
    ['with a malformed identifier', { __typename: 'Token', identifier: 'a?b#c' }, 'BAD_USER_INPUT', ['identifier']],
    ['to an unknown id', { __typename: 'User', id: '999999' }, 'NOT_FOUND', undefined],
    ['to an unknown username', { __typename: 'User', username: 'nobody' }, 'NOT_FOUND', undefined],
    ['to an unknown token', { __typename: 'Token', identifier: 'no-such-token' }, 'NOT_FOUND', undefined],
  ])('%s is null with its code and path, and the others survive', async (_name, representation, code, at) => {
    const { entities, errors, asked } = await ask([PLAIN, representation]);

    expect(entities).toEqual([{ username: 'plain' }, null]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['_entities', 1], code]]);
    expect(errors?.[0]?.extensions.issues).toEqual(
      at && [expect.objectContaining({ path: ['representations', '1', ...at] })],
    );
    expect(asked).toHaveLength(at === undefined ? 2 : 1);
  });

  it('is null where the caller may not see it', async () => {
    const representations = [
      { __typename: 'Token', identifier: 'plain-api' },
      { __typename: 'Token', identifier: 'admin-api' },
      { __typename: 'User', id: '2' },
      { __typename: 'Group', name: 'Platform' },
    ];

    const { entities, errors } = await ask(representations, { key: 'key-plain' });

    expect(entities).toEqual([{ identifier: 'plain-api' }, null, null, null]);
    expect(errors?.map(({ path, extensions }) => [path?.[1], extensions.code])).toEqual([
      [1, 'NOT_FOUND'],
      [2, 'FORBIDDEN'],
      [3, 'FORBIDDEN'],
    ]);
  });
});

describe('the plan', () => {
  it.each([
    ['User { username }', PLAIN, target('/core/users/4/', SWITCHES.user)],
    ['User { groups { id } }', PLAIN, target('/core/users/4/', SWITCHES.user)],
    ['User { groups { name } }', PLAIN, target('/core/users/4/', SWITCHES.userWithGroups)],
    [
      'Token { user { groups { name } } }',
      { __typename: 'Token', identifier: 'plain-api' },
      target('/core/tokens/plain-api/', SWITCHES.userWithGroups),
    ],
    [
      'Group { members { username } }',
      { __typename: 'Group', id: PLATFORM },
      target(`/core/groups/${PLATFORM}/`, SWITCHES.groupWithMembers),
    ],
  ])('asks for what is selected of an entity: %s', async (selection, representation, request) => {
    const document = `query ($representations: [_Any!]!, $yes: Boolean = true) {
      first: _entities(representations: $representations) { ...F @include(if: $yes) } } fragment F on ${selection}`;

    const { asked, errors } = await ask([representation], { document });

    expect(errors).toBeUndefined();
    expect(asked).toEqual([request]);
  });
});

describe('--explain', () => {
  const document = parse(`query Join($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on User { groups { name } } ... on Group { usersCount } }
    viewer { username }
  }`);

  it('counts the representations that come in variables, repeated ones once', () => {
    const representations = [
      ...data.users.slice(0, 30).map(({ pk }) => ({ __typename: 'User', id: String(pk) })),
      ...data.users.slice(0, 20).map(({ uuid }) => ({ __typename: 'User', uuid })),
      PLAIN,
      { __typename: 'Group', id: PLATFORM },
      { __typename: 'Group', id: PLATFORM.toUpperCase() },
      { __typename: 'Nothing' },
    ];

    expect(explain({ schema, document, variables: { representations } })).toBe(
      [
        'query Join: at least 3 requests to authentik',
        '  _entities  Query._entities, one by key for each representation, embedding groups',
        '  viewer     Query.viewer, one by key, embedding nothing',
        '  30 representations of User.',
        '  1 representation of Group.',
        '',
      ].join('\n'),
    );
  });

  it('says what it can without them', () => {
    expect(explain({ schema, document, variables: {} })).toContain('query Join: at least 1 request to authentik\n');
  });
});

describe('fifty representations of mixed types and keys', () => {
  const users = data.users.slice(10, 40);
  const representations = [
    ...users.slice(0, 10).map(({ pk }) => ({ __typename: 'User', id: String(pk) })),
    ...users.slice(10, 20).map(({ uuid }) => ({ __typename: 'User', uuid })),
    ...users.slice(20, 25).map(({ username }) => ({ __typename: 'User', username })),
    ...data.groups.slice(0, 5).map(({ pk }) => ({ __typename: 'Group', id: pk })),
    ...data.groups.slice(5, 10).map(({ name }) => ({ __typename: 'Group', name })),
    ...data.tokens.slice(0, 5).map(({ identifier }) => ({ __typename: 'Token', identifier })),
    // Again: by the same key, by the same key written otherwise, and by other keys.
    ...users.slice(0, 3).map(({ pk }) => ({ __typename: 'User', id: pk })),
    ...users.slice(10, 13).map(({ uuid }) => ({ __typename: 'User', uuid: uuid.toUpperCase() })),
    ...data.groups.slice(0, 2).map(({ pk }) => ({ __typename: 'Group', id: pk.toUpperCase() })),
    ...users.slice(0, 2).map(({ username }) => ({ __typename: 'User', username })),
  ];
  const expected = [
    ...users.slice(0, 25).map(({ username }) => ({ username })),
    ...data.groups.slice(0, 10).map(({ name }) => ({ name })),
    ...data.tokens.slice(0, 5).map(({ identifier }) => ({ identifier })),
    ...users.slice(0, 3).map(({ username }) => ({ username })),
    ...users.slice(10, 13).map(({ username }) => ({ username })),
    ...data.groups.slice(0, 2).map(({ name }) => ({ name })),
    ...users.slice(0, 2).map(({ username }) => ({ username })),
  ];

  it('cost one request for each key, however often it comes', async () => {
    const { entities, errors, asked } = await ask(representations);

    expect(representations).toHaveLength(50);
    expect(errors).toBeUndefined();
    expect(entities).toEqual(expected);
    // 40 objects, and two of them by another key: only an answer tells that they are the same.
    expect(asked).toHaveLength(42);
    expect(new Set(asked).size).toBe(42);
  });

  it('cost a list of each kind where single reads would not fit into the budget', async () => {
    const { entities, errors, asked } = await ask(representations, { settings: { maxUpstreamRequests: 20 } });

    expect(errors).toBeUndefined();
    expect(entities).toEqual(expected);
    // All users stand on the list's first page, whatever keys they are named by; the rest is read singly.
    expect(asked.filter((path) => path.startsWith('/core/users/'))).toHaveLength(1);
    expect(asked.filter((path) => path.startsWith('/core/groups/'))).toHaveLength(10);
    expect(asked.filter((path) => path.startsWith('/core/tokens/'))).toHaveLength(5);
    expect(asked).toHaveLength(16);
  });

  it('are served by what the operation has learned already', async () => {
    const document = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Token { user { groups { name usersCount } } } } }`;

    const { asked } = await ask(
      ['plain-api', 'plain-app', 'plain-expired'].map((identifier) => ({ __typename: 'Token', identifier })),
      { document },
    );

    expect(asked.filter((path) => path.startsWith('/core/tokens/'))).toHaveLength(3);
    expect(asked.filter((path) => path.startsWith('/core/groups/'))).toHaveLength(1);
    expect(asked).toHaveLength(4);
  });
});

describe('the budget', () => {
  it('takes a hundred users by uuid out of one list rather than fail', async () => {
    const wanted = data.users.slice(100, 200);

    const { entities, errors, asked } = await ask(wanted.map(({ uuid }) => ({ __typename: 'User', uuid })));

    expect(errors).toBeUndefined();
    expect(entities).toEqual(wanted.map(({ username }) => ({ username })));
    // They stand on the second page.
    expect(asked).toHaveLength(2);
  });

  it('is shared by kinds that are asked for at the same moment: what waits is as good as spent', async () => {
    const representations = [
      ...data.users.slice(0, 30).map(({ pk }) => ({ __typename: 'User', id: String(pk) })),
      ...data.groups.slice(0, 30).map(({ pk }) => ({ __typename: 'Group', id: pk })),
    ];

    const { errors, asked } = await ask(representations);

    // Either kind would fit by itself, both do not: the groups come in one list.
    expect(errors).toBeUndefined();
    expect(asked).toHaveLength(31);
  });

  it('spares what is within it where a list is too long for it', async () => {
    const wanted = data.users.slice(-8);

    const { entities, errors, asked } = await ask(
      wanted.map(({ uuid }) => ({ __typename: 'User', uuid })),
      { settings: { maxUpstreamRequests: 5 } },
    );

    expect(entities?.filter((entity) => entity !== null)).toHaveLength(4);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['UPSTREAM_BUDGET_EXCEEDED']));
    expect(errors).toHaveLength(4);
    expect(asked).toHaveLength(5);
  });

  it.each([
    ['requests', { maxUpstreamRequests: 1 }, [PLAIN, { __typename: 'Group', name: 'Platform' }]],
    ['rows', { maxUpstreamRows: 2 }, ['2', '3', '4'].map((id) => ({ __typename: 'User', id }))],
  ])('refuses before anything is asked what must cost more %s', async (_name, settings, representations) => {
    const { errors, asked, data: answer } = await ask(representations, { settings });

    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_BUDGET_EXCEEDED']);
    expect(answer).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('does not count what is repeated or cannot be read', async () => {
    const representations = [PLAIN, { __typename: 'User', id: 4 }, PLAIN, { __typename: 'Nothing' }];

    const { entities } = await ask(representations, { settings: { maxUpstreamRows: 1, maxUpstreamRequests: 1 } });

    expect(entities?.slice(0, 3)).toEqual([{ username: 'plain' }, { username: 'plain' }, { username: 'plain' }]);
  });
});

describe('the number of representations', () => {
  const many = (count: number) => Array.from({ length: count }, () => PLAIN);

  it('may be 100', async () => {
    const { entities, asked } = await ask(many(100));

    expect(entities).toHaveLength(100);
    expect(asked).toHaveLength(1);
  });

  it('may be as many as the setting says, though lists may have fewer items', async () => {
    const { entities } = await ask(many(120), { settings: { maxRepresentations: 120 } });

    expect(entities).toHaveLength(120);
  });

  it.each([
    [101, {}],
    [4, { maxRepresentations: 3 }],
  ])('may not be %d with %j', async (count, settings) => {
    const { data: answer, errors, asked } = await ask(many(count), { settings });

    expect(answer).toBeNull();
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['_entities'], 'BAD_USER_INPUT']]);
    expect(asked).toEqual([]);
  });
});

it('answers two callers what each of them may see, however their requests interleave', async () => {
  const gateway = await startSandboxGateway(createDemoDataset());
  const representations = [
    { __typename: 'Token', identifier: 'admin-api' },
    { __typename: 'Token', identifier: 'plain-api' },
    { __typename: 'User', username: 'plain' },
    { __typename: 'Group', id: PLATFORM },
  ];
  const seenBy: Record<string, unknown> = {
    'key-admin': [
      { identifier: 'admin-api' },
      { identifier: 'plain-api' },
      { username: 'plain' },
      { name: 'Platform' },
    ],
    'key-plain': [null, { identifier: 'plain-api' }, null, null],
  };

  await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const key = index % 2 === 0 ? 'key-admin' : 'key-plain';
      const { data: answer } = await gateway.query<Entities, object>(NAMES, { variables: { representations }, key });
      expect(answer._entities).toEqual(seenBy[key]);
    }),
  );
});
