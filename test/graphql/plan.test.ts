import { getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createPlan } from '../../src/graphql/create-plan.ts';
import { toFragments } from '../../src/graphql/selected-fields.ts';
import { createDemoDataset } from '../../src/sandbox/index.ts';
import { schema } from '../../src/schema.ts';
import { askedOf, startSandboxGateway } from '../support/gateway.ts';
import { SWITCHES, since, target } from '../support/release.ts';

const PLATFORM = '4ded7772-f47b-4a39-800e-14d2a6b1b6f9';

async function asked(document: string, variables: object = {}): Promise<string[]> {
  const gateway = await startSandboxGateway();
  const { errors } = await gateway.query<unknown, object>(document, { variables });
  expect(errors).toBeUndefined();
  return askedOf(gateway.sandbox);
}

describe('an operation asks authentik for what its selection needs and no more', () => {
  it.each<[string, string[]]>([
    [
      '{ token(identifier: "plain-api") { ... on Token { identifier user { username } } } }',
      [target('/core/tokens/plain-api/', SWITCHES.user)],
    ],
    [
      '{ token(identifier: "plain-api") { ... on Token { user { id } } } }',
      [target('/core/tokens/plain-api/', SWITCHES.user)],
    ],
    [
      '{ token(identifier: "plain-api") { ... on Token { user { groups { name } } } } }',
      [target('/core/tokens/plain-api/', SWITCHES.userWithGroups)],
    ],
    [
      '{ token(identifier: "plain-api") { ... on Token { user { id groups { id } } } } }',
      [target('/core/tokens/plain-api/', SWITCHES.user)],
    ],
    [
      '{ tokens(first: 50) { nodes { user { username } } } }',
      [target('/core/tokens/?ordering=identifier&page_size=50', SWITCHES.user)],
    ],
    ['{ users(first: 100) { nodes { groups { name } } } }', ['/core/users/?ordering=username&page_size=100']],
    [
      '{ users(first: 100) { nodes { username } } }',
      [target('/core/users/?ordering=username&page_size=100', SWITCHES.users)],
    ],
    ['{ user(pk: 4) { ... on User { groups { id } } } }', [target('/core/users/4/', SWITCHES.user)]],
    ['{ users { totalCount } }', [target('/core/users/?ordering=username&page_size=1', SWITCHES.users)]],
    [
      '{ users { totalCount pageInfo { hasNextPage endCursor } } }',
      [target('/core/users/?ordering=username&page_size=1', SWITCHES.users)],
    ],
    [
      '{ groups(first: 20) { nodes { name usersCount } } }',
      [target('/core/groups/?ordering=name,pk&page_size=20', SWITCHES.group)],
    ],
    [
      `{ group(id: "${PLATFORM}") { ... on Group { usersCount } } }`,
      [target(`/core/groups/${PLATFORM}/`, SWITCHES.group)],
    ],
    [
      `{ group(id: "${PLATFORM}") { ... on Group { members { username } } } }`,
      [target(`/core/groups/${PLATFORM}/`, SWITCHES.groupWithMembers)],
    ],
    [
      '{ viewer { tokens { totalCount } } }',
      [
        '/core/users/me/',
        target('/core/tokens/?user__username=akadmin&ordering=identifier&page_size=1', SWITCHES.user),
      ].sort(),
    ],
    [
      '{ tokens(first: 5) { nodes { user { roles { name } } } } }',
      ['/core/tokens/?ordering=identifier&page_size=5&include_groups=false'],
    ],
    [
      '{ groups { nodes { name parentName inheritedRoles { name } } } }',
      [
        target('/core/groups/?ordering=name,pk&page_size=20', [
          ...SWITCHES.group,
          ...since('2025.12', ['include_inherited_roles=true'], []),
        ]),
      ],
    ],
  ])('%s', async (document, expected) => {
    expect(await asked(document)).toEqual(expected);
  });

  it('request by request: one that embeds nothing beside one that does', async () => {
    const document =
      '{ a: user(pk: 4) { ... on User { username } } b: user(pk: 5) { ... on User { groups { name } } } }';

    expect(await asked(document)).toEqual([
      target('/core/users/4/', SWITCHES.user),
      target('/core/users/5/', SWITCHES.userWithGroups),
    ]);
  });

  it('once with the union of what two aliases of one object need', async () => {
    expect(
      await asked(
        '{ a: user(pk: 4) { ... on User { username } } b: user(id: "4") { ... on User { groups { name } } } }',
      ),
    ).toEqual([target('/core/users/4/', SWITCHES.userWithGroups)]);
    expect(await asked('{ a: users { nodes { username } } b: users { nodes { groups { name } } } }')).toEqual([
      '/core/users/?ordering=username&page_size=20',
    ]);
  });

  it('through fragments, aliases and conditions with variables', async () => {
    const document = `query ($groups: Boolean!, $not: Boolean!) { token(identifier: "plain-api") { ...T } }
      fragment T on Token { owner: user { ...U @skip(if: $not) } }
      fragment U on User { username teams: groups @include(if: $groups) { name } }`;

    expect(await asked(document, { groups: true, not: false })).toEqual([
      target('/core/tokens/plain-api/', SWITCHES.userWithGroups),
    ]);
    expect(await asked(document, { groups: false, not: false })).toEqual([
      target('/core/tokens/plain-api/', SWITCHES.user),
    ]);
    expect(await asked(document, { groups: true, not: true })).toEqual([
      target('/core/tokens/plain-api/', SWITCHES.user),
    ]);
  });

  it('with what is loaded by key further down already in the list that brings it', async () => {
    const document = `{ group(id: "${PLATFORM}") { ... on Group { members { user { username groups { name } } } users { nodes { username } } } } }`;

    const targets = await asked(document);

    expect(targets).toContain(`/core/users/?groups_by_pk=${PLATFORM}&ordering=username&page_size=20`);
    expect(new Set(targets).size).toBe(targets.length);
  });

  it('with one request a list inside a list, at most', async () => {
    const targets = await asked('{ groups(first: 20) { nodes { users(first: 5) { nodes { username } } } } }');

    expect(targets).toHaveLength(1 + 6);
    for (const lists of targets.filter((path) => path.startsWith('/core/users/'))) {
      const [, group] = /groups_by_pk=([^&]+)/.exec(lists) ?? [];
      expect(lists).toBe(target(`/core/users/?groups_by_pk=${group}&ordering=username&page_size=5`, SWITCHES.users));
    }
  });
});

describe('a connection of which no row is selected', () => {
  it.each([
    ['first: 5', { hasNextPage: true, hasPreviousPage: false }],
    ['last: 5', { hasNextPage: false, hasPreviousPage: true }],
    ['first: 100', { hasNextPage: true, hasPreviousPage: false }],
  ])('(%s) tells the same as with rows, and its cursors lead on', async (args, expected) => {
    const gateway = await startSandboxGateway(createDemoDataset());
    const info = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';

    const without = await gateway.query<{ users: { pageInfo: object } }, never>(`{ users(${args}) { ${info} } }`);
    const withRows = await gateway.query<{ users: { pageInfo: object; nodes: unknown } }, never>(
      `{ users(${args}) { ${info} nodes { pk } } }`,
    );

    const { nodes: _nodes, ...rest } = withRows.data.users;
    expect(without.data.users).toEqual(rest);
    expect(without.data.users.pageInfo).toMatchObject(expected);
    expect(gateway.sandbox.requests[0]?.rows).toBe(1);
  });
});

describe('the length of a list', () => {
  it('is not asked for beside a list with the same filter, whatever its order and page', async () => {
    const document =
      '{ users { totalCount } latest: users(first: 5, orderBy: { field: LAST_LOGIN, direction: DESC }) { nodes { username } } others: users(where: { isActive: false }) { totalCount } }';
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query<{ users: unknown; others: unknown }, never>(document);

    expect(data).toMatchObject({ users: { totalCount: 9 }, others: { totalCount: 1 } });
    expect(gateway.sandbox.requests).toHaveLength(2);
  });

  it('is asked for where that list fails to tell it', async () => {
    const gateway = await startSandboxGateway();
    const { data: first } = await gateway.query<{ users: { pageInfo: { endCursor: string } } }, never>(
      '{ users(last: 1) { pageInfo { endCursor } } }',
    );

    const { data } = await gateway.query<{ users: unknown; beyond: unknown }, object>(
      'query ($after: String) { users { totalCount } beyond: users(after: $after) { nodes { pk } } }',
      {
        variables: { after: first.users.pageInfo.endCursor },
      },
    );

    expect(data).toEqual({ users: { totalCount: 9 }, beyond: { nodes: [] } });
  });
});

describe('the last rows', () => {
  it('are one request: the first ones of the opposite order', async () => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query<{ users: { nodes: unknown; pageInfo: unknown } }, never>(
      '{ users(last: 4, orderBy: { field: LAST_LOGIN }) { nodes { username } pageInfo { hasNextPage hasPreviousPage } } }',
    );

    const all = await gateway.query<{ users: { nodes: unknown[] } }, never>(
      '{ users(first: 9, orderBy: { field: LAST_LOGIN }) { nodes { username } } }',
    );
    expect(data.users).toEqual({
      nodes: all.data.users.nodes.slice(-4),
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    expect(askedOf(gateway.sandbox).filter((path) => path.includes('page_size=4'))).toEqual([
      target('/core/users/?ordering=-last_login,-username&page_size=4', SWITCHES.users),
    ]);
  });
});

describe('who the caller is', () => {
  it('is asked for once by the viewer field and the reading of a 403', async () => {
    const gateway = await startSandboxGateway();

    await gateway.query('{ viewer { username } users { totalCount } groups { totalCount } }', { key: 'key-plain' });

    expect(askedOf(gateway.sandbox).filter((path) => path === '/core/users/me/')).toHaveLength(1);
  });
});

describe('what a request brought', () => {
  it('is not asked for again under another key', async () => {
    const names = await startSandboxGateway();
    const identifiers = await startSandboxGateway();

    await names.query(
      '{ users(first: 1, where: { username: "plain" }) { nodes { groups { usersCount children { name } } } } groups { nodes { users(first: 1) { totalCount } } } }',
    );
    await identifiers.query(
      '{ user(username: "plain") { ... on User { tokens { nodes { identifier usedBy { pk } } } } } }',
    );

    for (const { sandbox } of [names, identifiers]) {
      expect(new Set(askedOf(sandbox)).size).toBe(sandbox.requests.length);
    }
  });
});

describe('a document of fragments that spread each other twice', () => {
  it.each([
    ['at one level', (level: number) => `...F${level} ...F${level}`],
    [
      'level below level',
      (level: number) =>
        `a: groups { users { nodes { ...F${level} } } } b: groups { users { nodes { ...F${level} } } }`,
    ],
  ])('%s is planned without exponential work', async (_case, spread) => {
    const levels = Array.from(
      { length: 60 },
      (_, level) => `fragment F${level} on User { ${level < 59 ? spread(level + 1) : 'username'} }`,
    );
    const document = parse(`{ user(pk: 999999) { ... on User { ...F0 } } } ${levels.join(' ')}`);
    const operation = getOperationAST(document);
    if (!operation) {
      throw new TypeError('expected an operation');
    }

    const plan = createPlan({ schema, operation, fragments: toFragments(document), variables: {} });

    expect(plan.at).toBeTypeOf('function');
  });
});
