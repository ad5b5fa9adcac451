import { describe, expect, it } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { askedOf, startSandboxGateway } from '../support/gateway.ts';
import { SWITCHES, since, target } from '../support/release.ts';

const ENGINEERING = '76d7ee98-04c4-4ec7-88ca-d582089af69c';
const PLATFORM = '4ded7772-f47b-4a39-800e-14d2a6b1b6f9';

/** From 2025.12 on a group is tied to its parent by rows of their own. */
const TIES_TO_PARENT = [
  {
    modelName: 'groupancestrynode',
    name: `Group Ancestry Node from ${PLATFORM} to ${ENGINEERING}`,
  },
  {
    modelName: 'groupparentagenode',
    name: `Group Parentage Node from #${PLATFORM} to ${ENGINEERING}`,
  },
  { modelName: 'group', name: 'Group Engineering' },
];

const EVERYTHING = graphql(`
  query EverythingOfAGroup($name: String!) {
    group(name: $name) {
      ... on Group {
        id
        pk
        numPk
        name
        isSuperuser
        attributes
        size: attribute(path: ["on_call", "size"])
        parentName
        parent {
          id
          name
        }
        parents {
          id
          name
        }
        children {
          name
          numPk
          attributes
        }
        roles {
          pk
          name
        }
        inheritedRoles {
          name
        }
        usersCount
        members {
          pk
          username
          name
          email
          isActive
          lastLogin
          attributes
          uid
        }
        users(first: 1) {
          totalCount
          nodes {
            username
          }
        }
        usedBy {
          modelName
          name
        }
      }
    }
  }
`);

const GROUPS = graphql(`
  query GroupList($where: AuthentikGroupWhere, $orderBy: AuthentikGroupOrder) {
    groups(where: $where, orderBy: $orderBy) {
      nodes {
        name
      }
    }
  }
`);

describe('group', () => {
  it('answers everything there is about a group', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(EVERYTHING, { variables: { name: 'Platform' } });

    expect(errors).toBeUndefined();
    expect(data.group).toEqual({
      id: PLATFORM,
      pk: PLATFORM,
      numPk: 10358,
      name: 'Platform',
      isSuperuser: false,
      attributes: { tier: 1, on_call: { rota: 'blue', size: 3 } },
      size: 3,
      parentName: 'Engineering',
      parent: { id: ENGINEERING, name: 'Engineering' },
      parents: [{ id: ENGINEERING, name: 'Engineering' }],
      children: since('2025.8', [], null),
      roles: [{ pk: '77bcea11-2134-42eb-9e59-fa229bd5c6d4', name: 'Deployers' }],
      inheritedRoles: since('2025.12', [{ name: 'Auditors' }], null),
      usersCount: 2,
      members: [
        {
          pk: 4,
          username: 'plain',
          name: 'Plain User',
          email: 'plain@example.test',
          isActive: true,
          lastLogin: null,
          attributes: { dept: 'eng', nested: { n: 1 } },
          uid: '0da55a4ae29d1409ae13601edc5881c82877bbd49b5a34567f1f1f19ac8a08c4',
        },
        expect.objectContaining({ pk: 5, username: 'ops-1' }),
      ],
      users: { totalCount: 2, nodes: [{ username: 'ops-1' }] },
      usedBy: [
        ...since('2025.12', TIES_TO_PARENT, []),
        { modelName: 'role', name: 'Role Deployers' },
        { modelName: 'user', name: 'plain' },
        { modelName: 'user', name: 'ops-1' },
      ],
    });
    const switches = [...SWITCHES.groupWithMembers, ...since('2025.12', ['include_inherited_roles=true'], [])];
    expect(askedOf(gateway.sandbox)).toEqual([
      `/core/groups/${PLATFORM}/used_by/`,
      target('/core/groups/?name=Platform&page_size=1', switches),
      target(`/core/users/?groups_by_pk=${PLATFORM}&ordering=username&page_size=1`, SWITCHES.users),
    ]);
  });

  it('asks for no members when only their number is selected', async () => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query<{ group: unknown }, object>(
      'query ($id: ID) { group(id: $id) { ... on Group { usersCount children { name numPk } } } }',
      {
        variables: { id: ENGINEERING },
      },
    );

    const children = since('2025.8', [{ name: 'Platform', numPk: 10358 }], null);
    expect(data.group).toEqual({ usersCount: 1, children });
    expect(askedOf(gateway.sandbox)).toEqual([target(`/core/groups/${ENGINEERING}/`, SWITCHES.group)]);
  });

  it('is loaded once where an embedded one lacks what is selected', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query<{ user: unknown }, never>(
      '{ user(username: "plain") { ... on User { groups { name usersCount roles { name } parent { name isSuperuser roles { name } children { name } } } } } }',
    );

    expect(errors).toBeUndefined();
    expect(data.user).toEqual({
      groups: [
        {
          name: 'Platform',
          usersCount: 2,
          roles: [{ name: 'Deployers' }],
          parent: {
            name: 'Engineering',
            isSuperuser: false,
            roles: [{ name: 'Auditors' }],
            children: since('2025.8', [{ name: 'Platform' }], null),
          },
        },
      ],
    });
    expect(askedOf(gateway.sandbox)).toEqual([
      target(`/core/groups/${PLATFORM}/`, SWITCHES.group),
      target(`/core/groups/${ENGINEERING}/`, SWITCHES.group),
      '/core/users/?username=plain&page_size=1',
    ]);
  });

  it('shows what came embedded to whoever may not view groups, and the rest as FORBIDDEN', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query<{ token: unknown }, never>(
      '{ token(identifier: "plain-api") { ... on Token { user { groups { name attributes parentName roles { name } usersCount } } } } }',
      { key: 'key-plain' },
    );

    expect(data.token).toEqual({
      user: {
        groups: [
          {
            name: 'Platform',
            attributes: { tier: 1, on_call: { rota: 'blue', size: 3 } },
            // From 2025.12 on it is no longer embedded, and asking for it is refused.
            parentName: since('2025.12', null, 'Engineering'),
            roles: null,
            usersCount: null,
          },
        ],
      },
    });
    expect(errors?.map(({ path, extensions }) => [path?.at(-1), extensions.code])).toEqual([
      ...since('2025.12', [['parentName', 'FORBIDDEN']], []),
      ['roles', 'FORBIDDEN'],
      ['usersCount', 'FORBIDDEN'],
    ]);
    expect(askedOf(gateway.sandbox)).toEqual([
      target(`/core/groups/${PLATFORM}/`, SWITCHES.group),
      target('/core/tokens/plain-api/', SWITCHES.userWithGroups),
    ]);
  });

  it.each([
    '{ group { ... on AuthentikError { code } } }',
    '{ group(id: "zzz") { ... on AuthentikError { code } } }',
    `{ group(id: "${PLATFORM}", name: "Platform") { ... on AuthentikError { code } } }`,
  ])('refuses %s', async (document) => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query(document);

    expect(data).toEqual({ group: { code: 'BAD_USER_INPUT' } });
    expect(gateway.sandbox.requests).toEqual([]);
  });
});

describe('groups', () => {
  it.each([
    [{ name: 'Platform' }, ['Platform']],
    [{ search: 'eng' }, ['Engineering']],
    [{ isSuperuser: true }, ['authentik Admins']],
    [{ membersByPk: ['4', '6'] }, ['Platform', 'Support']],
    [{ membersByUsername: ['plain'] }, ['Platform']],
    [{ attributes: [{ path: ['on_call', 'rota'], equals: 'blue' }] }, ['Platform']],
  ] as const)('filtered by %j are %j', async (where, expected) => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(GROUPS, { variables: { where: where as never } });

    expect(errors).toBeUndefined();
    expect(data.groups?.nodes.map(({ name }) => name)).toEqual(expected);
  });

  it('are ordered by name unless told otherwise', async () => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query(GROUPS);

    expect(data.groups?.nodes.map(({ name }) => name)).toEqual([
      'Empty',
      'Engineering',
      'Größe 東京',
      'Platform',
      'Support',
      'authentik Admins',
    ]);
    expect(askedOf(gateway.sandbox)).toEqual([target('/core/groups/?ordering=name,pk&page_size=20', SWITCHES.group)]);
  });

  it('by id answer in order, null with its error for each that fails', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query<{ groupsById: unknown }, never>(
      `{ groupsById(ids: ["${PLATFORM.toUpperCase()}", "x", "${PLATFORM}", "00000000-0000-0000-0000-000000000000"]) { name } }`,
    );

    expect(data.groupsById).toEqual([{ name: 'Platform' }, null, { name: 'Platform' }, null]);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT', 'NOT_FOUND']);
    expect(gateway.sandbox.requests).toHaveLength(2);
  });
});
