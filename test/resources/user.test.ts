import { describe, expect, it } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { askedOf, startSandboxGateway } from '../support/gateway.ts';
import { isSince, SWITCHES, since, target, unsupported } from '../support/release.ts';

const OPS_1_UUID = 'd180727c-94fc-441a-b0fc-5dc826439acb';
const PLATFORM = '4ded7772-f47b-4a39-800e-14d2a6b1b6f9';
const SUPPORT = '13af7e69-5b53-4a49-b563-720d6f6715d0';

const USE_OF_PLATFORM = {
  app: 'authentik_core',
  modelName: 'group',
  pk: PLATFORM,
  name: 'Group Platform',
  action: 'CASCADE_MANY',
};

const USER = graphql(`
  query UserByKey($id: ID, $pk: Int, $uuid: ID, $username: String) {
    user(id: $id, pk: $pk, uuid: $uuid, username: $username) {
      __typename
      ... on User {
        id
        pk
        username
      }
      ... on AuthentikError {
        code
        message
      }
    }
  }
`);

const EVERYTHING = graphql(`
  query EverythingOfAUser {
    user(username: "plain") {
      ... on User {
        id
        pk
        uuid
        uid
        username
        name
        email
        isActive
        isSuperuser
        type
        path
        avatar
        lastLogin
        dateJoined
        passwordChangeDate
        lastUpdated
        attributes
        nested: attribute(path: ["nested", "n"])
        missing: attribute(path: ["nested", "n", "deeper"])
        inherited: attribute(path: ["toString"])
        groups {
          id
          name
          isSuperuser
          parentName
          attribute(path: ["on_call", "rota"])
        }
        roles {
          name
        }
        tokens {
          totalCount
          nodes {
            identifier
          }
        }
        usedBy {
          app
          modelName
          pk
          name
          action
        }
      }
    }
  }
`);

const USERS = graphql(`
  query UserList($where: AuthentikUserWhere, $orderBy: AuthentikUserOrder) {
    users(first: 100, where: $where, orderBy: $orderBy) {
      totalCount
      nodes {
        username
      }
    }
  }
`);

describe('user', () => {
  it.each([
    [{ id: '5' }],
    [{ pk: 5 }],
    [{ uuid: OPS_1_UUID }],
    [{ uuid: OPS_1_UUID.toUpperCase() }],
    [{ username: 'ops-1' }],
    [{ username: 'ops-1', id: null }],
  ])('is found by %o', async (variables) => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(USER, { variables });

    expect(errors).toBeUndefined();
    expect(data.user).toEqual({ __typename: 'User', id: '5', pk: 5, username: 'ops-1' });
    expect(gateway.sandbox.requests).toHaveLength(1);
  });

  it.each([
    [{}],
    [{ id: '5', pk: 5 }],
    [{ id: 'me' }],
    [{ id: 'impersonate_end' }],
    [{ id: '-1' }],
    [{ id: '1e3' }],
    [{ id: '2147483648' }],
    [{ id: '05' }],
    [{ id: '5/' }],
    [{ pk: -1 }],
    [{ uuid: 'zzz' }],
    [{ username: '' }],
    [{ username: 'x'.repeat(151) }],
    [{ username: 'a\u0000b' }],
    [{ username: ' plain' }],
    [{ username: '\ud800' }],
  ])('refuses %o as data without asking', async (variables) => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query(USER, { variables });

    expect(data.user).toMatchObject({ __typename: 'AuthentikValidationError', code: 'BAD_USER_INPUT' });
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it.each([[{ id: '999999' }], [{ uuid: '00000000-0000-0000-0000-000000000000' }], [{ username: 'OPS-1' }]])(
    'is NOT_FOUND for %o',
    async (variables) => {
      const gateway = await startSandboxGateway();

      const { data } = await gateway.query(USER, { variables });

      expect(data.user).toMatchObject({ __typename: 'AuthentikNotFoundError', code: 'NOT_FOUND' });
    },
  );

  it('is FORBIDDEN for whoever may view no users', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(USER, { key: 'key-plain', variables: { id: '4' } });

    expect(errors).toBeUndefined();
    expect(data.user).toMatchObject({ __typename: 'AuthentikForbiddenError', code: 'FORBIDDEN' });
  });

  it('answers everything there is about a user', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(EVERYTHING);

    expect(errors).toBeUndefined();
    expect(data.user).toEqual({
      id: '4',
      pk: 4,
      uuid: 'd3ce19d3-8b99-4e2b-a67a-35619ad25460',
      uid: '0da55a4ae29d1409ae13601edc5881c82877bbd49b5a34567f1f1f19ac8a08c4',
      username: 'plain',
      name: 'Plain User',
      email: 'plain@example.test',
      isActive: true,
      isSuperuser: false,
      type: 'INTERNAL',
      path: 'users',
      avatar: 'data:image/svg+xml;base64,',
      lastLogin: null,
      dateJoined: since('2025.4', '2026-11-23T13:40:11.844245Z', null),
      passwordChangeDate: since('2025.2', '2026-11-23T13:40:11.845683Z', null),
      lastUpdated: since('2025.8', '2026-11-23T13:40:11.845695Z', null),
      attributes: { dept: 'eng', nested: { n: 1 } },
      nested: 1,
      missing: null,
      inherited: null,
      groups: [{ id: PLATFORM, name: 'Platform', isSuperuser: false, parentName: 'Engineering', attribute: 'blue' }],
      roles: since('2025.12', [], null),
      tokens: {
        totalCount: 3,
        nodes: [{ identifier: 'plain-api' }, { identifier: 'plain-app' }, { identifier: 'plain-expired' }],
      },
      // Up to 2025.10 a role has a group of Django's own; from 2026.2 on authentik tells each group twice.
      usedBy: [
        USE_OF_PLATFORM,
        ...since('2025.12', [], [{ ...USE_OF_PLATFORM, app: 'auth', pk: '2', name: 'Deployers' }]),
        ...since('2026.2', [USE_OF_PLATFORM], []),
      ],
    });
    expect(askedOf(gateway.sandbox)).toEqual([
      // From 2025.12 on the parent of an embedded group is read from the group itself.
      ...since('2025.12', [target(`/core/groups/${PLATFORM}/`, SWITCHES.group)], []),
      target('/core/tokens/?user__username=plain&ordering=identifier&page_size=20', SWITCHES.user),
      '/core/users/4/used_by/',
      '/core/users/?username=plain&page_size=1',
    ]);
  });
});

describe('usersById', () => {
  it('answers in order and asks for each once, id and pk being the same key', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query<{ usersById: unknown[]; user: unknown }, never>(
      '{ usersById(ids: ["5", "me", "4", "5", "999999"]) { username } user(pk: 4) { ... on User { name } } }',
    );

    expect(data).toEqual({
      usersById: [{ username: 'ops-1' }, null, { username: 'plain' }, { username: 'ops-1' }, null],
      user: { name: 'Plain User' },
    });
    expect(errors?.map(({ path, extensions }) => [path?.[1], extensions.code])).toEqual([
      [1, 'BAD_USER_INPUT'],
      [4, 'NOT_FOUND'],
    ]);
    expect(gateway.sandbox.requests).toHaveLength(3);
  });
});

describe('users', () => {
  it.each([
    [{ username: 'plain' }, ['plain']],
    [{ name: 'Ops One' }, ['ops-1']],
    [{ email: 'e1@partner.test' }, ['external-1']],
    [{ uuid: OPS_1_UUID }, ['ops-1']],
    [{ path: 'partners/acme' }, ['external-1']],
    [{ pathStartswith: 'goauthentik.io' }, ['svc-ci']],
    [{ type: ['EXTERNAL', 'SERVICE_ACCOUNT'] }, ['external-1', 'svc-ci']],
    [{ isActive: false }, ['former']],
    [{ groupsByPk: [PLATFORM, SUPPORT] }, ['ops-1', 'ops-2', 'plain', 'viewer']],
    [{ groupsByName: ['Support'], search: 'ops' }, ['ops-1', 'ops-2']],
    [{ attributes: [{ path: ['dept'], equals: 'ops' }] }, ['ops-1', 'ops-2']],
    [{ attributes: [{ path: ['dept'], in: ['ops', 'eng'] }] }, ['ops-1', 'ops-2', 'plain']],
    [{ attributes: [{ path: ['nested', 'n'], equals: 1 }] }, ['plain']],
    [
      {
        attributes: [
          { path: ['dept'], equals: 'eng' },
          { path: ['nested', 'n'], equals: 2 },
        ],
      },
      [],
    ],
    [{ attributes: [{ path: ['goauthentik.io/user/token-expires'], equals: false }] }, ['svc-ci']],
    [{ attributes: [{ path: ['nope'], equals: 'ops' }] }, []],
  ] as const)('filtered by %j are %j', async (where, expected) => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(USERS, { variables: { where: where as never } });

    expect(errors).toBeUndefined();
    expect(data.users?.nodes.map(({ username }) => username)).toEqual(expected);
  });

  it.each([
    [
      'dateJoinedGt',
      '2025.8',
      { dateJoinedGt: '2026-11-23T13:40:12.5Z', dateJoinedLt: '2026-11-23T13:40:12.8Z' },
      ['former', 'svc-ci'],
    ],
    ['lastUpdatedGt', '2025.8', { lastUpdatedGt: '2100-01-01T00:00:00Z' }, []],
    ['lastUpdated', '2025.8', { lastUpdated: '2026-11-23T13:40:11.845695Z' }, ['plain']],
    ['lastLoginIsnull', '2026.2', { lastLoginIsnull: false }, []],
    ['rolesByName', '2025.12', { rolesByName: ['Deployers'] }, []],
    ['isSuperuserDirectly', '2025.10', { isSuperuserDirectly: true }, ['akadmin']],
    ['search with a quoted phrase', '2025.10', { search: '"Plain User"' }, ['plain']],
    ['search with a quoted phrase', '2025.10', { search: 'name = "Plain User"' }, []],
    ['search with a quoted phrase', '2025.10', { search: 'username in ("plain")' }, []],
    ['search with a quoted phrase', '2025.10', { search: 'username startswith "pla"' }, []],
  ] as const)('filtered by %s are refused before %s: %j', async (name, release, where, expected) => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(USERS, { variables: { where: where as never } });

    const usernames = data.users?.nodes.map(({ username }) => username);
    expect([usernames, errors, gateway.sandbox.requests.length]).toEqual(
      since(release, [expected, undefined, 1], [undefined, [unsupported(`where.${name}`, release)], 0]),
    );
  });

  it.each([
    [{ groupsByPk: [] }, ['where', 'groupsByPk']],
    [{ groupsByPk: ['zzz'] }, ['where', 'groupsByPk', '0']],
    [{ type: ['UNKNOWN'] }, ['where', 'type', '0']],
    [{ attributes: [] }, ['where', 'attributes']],
    [{ attributes: [{ path: [], equals: 1 }] }, ['where', 'attributes', '0', 'path']],
    [{ attributes: [{ path: ['dept__contains'], equals: 'o' }] }, ['where', 'attributes', '0', 'path']],
    [{ attributes: [{ path: ['dept', 'isnull'], equals: false }] }, ['where', 'attributes', '0', 'path']],
    [{ attributes: [{ path: ['dept_'], equals: 'o' }] }, ['where', 'attributes', '0', 'path']],
    [{ attributes: [{ path: ['dept'] }] }, ['where', 'attributes', '0']],
    [{ attributes: [{ path: ['dept'], equals: null }] }, ['where', 'attributes', '0', 'equals']],
    [{ attributes: [{ path: ['dept'], equals: { a: 1 } }] }, ['where', 'attributes', '0', 'equals']],
    [{ attributes: [{ path: ['dept'], in: [] }] }, ['where', 'attributes', '0', 'in']],
    [{ attributes: [{ path: ['dept'], equals: 'a\u0000' }] }, ['where', 'attributes', '0', 'equals']],
    [{ attributes: [{ path: ['nested', 'n'], equals: 12345678901234567000 }] }, ['where', 'attributes', '0', 'equals']],
    [{ pathStartswith: ' ' }, ['where', 'pathStartswith']],
    [
      {
        attributes: [
          { path: ['dept'], equals: 'a' },
          { path: ['dept'], equals: 'b' },
        ],
      },
      ['where', 'attributes', '1', 'path'],
    ],
  ] as const)('refuse %j, which authentik would ignore or misread', async (where, path) => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(USERS, { variables: { where: where as never } });

    expect(data.users).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path }] });
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it('tell a refused filter value in our input’s name, with authentik’s sentence', async () => {
    const gateway = await startSandboxGateway();

    const { errors } = await gateway.query(USERS, { variables: { where: { groupsByName: ['Nope'] } } });

    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [
        {
          path: ['where', 'groupsByName'],
          message: 'Select a valid choice. Nope is not one of the available choices.',
        },
      ],
    });
  });

  it.each([
    ['USERNAME', '2024.6'],
    ['PK', '2024.6'],
    ['UUID', '2024.6'],
    ['NAME', '2024.6'],
    ['EMAIL', '2024.6'],
    ['PATH', '2024.6'],
    ['TYPE', '2024.6'],
    ['IS_ACTIVE', '2024.6'],
    ['LAST_LOGIN', '2024.6'],
    ['DATE_JOINED', '2025.4'],
    ['LAST_UPDATED', '2025.8'],
    ['PASSWORD_CHANGE_DATE', '2025.2'],
  ] as const)(
    'ordered by %s, from %s on, come in the opposite order when descending, ties aside',
    async (field, release) => {
      const gateway = await startSandboxGateway();

      const up = await gateway.query(USERS, { variables: { orderBy: { field, direction: 'ASC' } } });
      const down = await gateway.query(USERS, { variables: { orderBy: { field, direction: 'DESC' } } });

      if (!isSince(release)) {
        const refused = [unsupported(`orderBy.field ${field}`, release)];
        expect([up.errors, down.errors, gateway.sandbox.requests]).toEqual([refused, refused, []]);
        return;
      }

      expect(up.data.users?.nodes).toHaveLength(9);
      expect(new Set(down.data.users?.nodes.map(({ username }) => username)).size).toBe(9);
      expect(gateway.sandbox.requests.map(({ path }) => decodeURIComponent(path))).toEqual([
        expect.stringContaining('ordering='),
        expect.stringContaining('ordering=-'),
      ]);
    },
  );

  it('are FORBIDDEN in errors for whoever may view none', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(USERS, { key: 'key-plain' });

    expect(data.users).toBeNull();
    expect(errors?.[0]).toMatchObject({ path: ['users'], extensions: { code: 'FORBIDDEN' } });
  });

  it('are never asked for again once a list has brought them', async () => {
    const gateway = await startSandboxGateway();

    const { errors } = await gateway.query(
      '{ group(name: "Platform") { ... on Group { users { nodes { username } } members { user { username usedBy { pk } } } } } }',
    );

    expect(errors).toBeUndefined();
    const details = askedOf(gateway.sandbox).filter((path) => /\/core\/users\/\d+\/(\?|$)/.test(path));
    expect(new Set(details).size).toBe(details.length);
  });
});

describe('a search that could be a query language', () => {
  it.each(['username in (plain)', 'username startswith pla', 'email ENDSWITH .test', 'pk>1', 'a ~ b'])(
    '%s is sent so that it cannot run',
    async (search) => {
      const gateway = await startSandboxGateway();

      await gateway.query(USERS, { variables: { where: { search } } });

      expect(new URLSearchParams(gateway.sandbox.requests[0]?.path.split('?')[1]).get('search')).toBe(`, ${search}`);
    },
  );
});

describe('userPaths', () => {
  it('are all there are, or those that match a search', async () => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query<{ all: string[]; some: string[] }, never>(
      '{ all: userPaths some: userPaths(search: "part") }',
    );

    expect(data).toEqual({
      all: ['goauthentik.io/service-accounts', 'partners/acme', 'users'],
      some: ['partners/acme'],
    });
  });
});
