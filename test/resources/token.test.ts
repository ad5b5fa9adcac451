import { describe, expect, it } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { askedOf, startSandboxGateway } from '../support/gateway.ts';
import { SWITCHES, since, target } from '../support/release.ts';

const TOKEN = graphql(`
  query TokenWithOwner($identifier: String!) {
    token(identifier: $identifier) {
      __typename
      ... on Token {
        id
        pk
        identifier
        managed
        intent
        description
        expires
        expiring
        user {
          id
          username
          groups {
            name
          }
        }
      }
      ... on AuthentikError {
        code
        message
      }
    }
  }
`);

const TOKENS = graphql(`
  query TokenList($where: AuthentikTokenWhere, $orderBy: AuthentikTokenOrder) {
    tokens(first: 100, where: $where, orderBy: $orderBy) {
      totalCount
      nodes {
        identifier
      }
    }
  }
`);

describe('token', () => {
  it('answers everything about a token and its owner in one request', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(TOKEN, { variables: { identifier: 'plain-app' } });

    expect(errors).toBeUndefined();
    expect(data.token).toEqual({
      __typename: 'Token',
      id: 'f48ba753-f958-4581-a662-d268b9fd94ef',
      pk: 'f48ba753-f958-4581-a662-d268b9fd94ef',
      identifier: 'plain-app',
      managed: null,
      intent: 'APP_PASSWORD',
      description: 'mail client',
      expires: '2099-01-01T00:00:00Z',
      expiring: true,
      user: { id: '4', username: 'plain', groups: [{ name: 'Platform' }] },
    });
    expect(askedOf(gateway.sandbox)).toEqual([target('/core/tokens/plain-app/', SWITCHES.userWithGroups)]);
  });

  it('asks for no embedded groups when none is selected, or only their keys', async () => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query<{ token: unknown }, never>(
      '{ token(identifier: "plain-api") { ... on Token { user { username groups { __typename id pk numPk } } } } }',
    );

    expect(data.token).toEqual({
      user: {
        username: 'plain',
        groups: [
          {
            __typename: 'Group',
            id: '4ded7772-f47b-4a39-800e-14d2a6b1b6f9',
            pk: '4ded7772-f47b-4a39-800e-14d2a6b1b6f9',
            numPk: 10358,
          },
        ],
      },
    });
    expect(askedOf(gateway.sandbox)).toEqual([target('/core/tokens/plain-api/', SWITCHES.user)]);
  });

  it('is NOT_FOUND for another user’s, as for one that does not exist', async () => {
    const gateway = await startSandboxGateway();

    const answers = await Promise.all(
      ['ops-1-api', 'nope'].map((identifier) => gateway.query(TOKEN, { key: 'key-plain', variables: { identifier } })),
    );

    for (const { data, errors } of answers) {
      expect(errors).toBeUndefined();
      expect(data.token).toMatchObject({ __typename: 'AuthentikNotFoundError', code: 'NOT_FOUND' });
    }
  });

  it.each([
    '',
    'a/b',
    '..',
    '../../users/me',
    'a%2Fb',
    'a?b',
    'a#b',
    'a;b',
    'a.b',
    'ä',
    'a\u0000',
    'x'.repeat(256),
    'a b',
    '%00',
  ])('refuses %j as data without asking', async (identifier) => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query(TOKEN, { variables: { identifier } });

    expect(data.token).toMatchObject({ __typename: 'AuthentikValidationError', code: 'BAD_USER_INPUT' });
    expect(gateway.sandbox.requests).toEqual([]);
  });
});

describe('tokensByIdentifier', () => {
  it('answers in order, null with an error at its place for what fails, and asks for each once', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query<{ tokensByIdentifier: unknown[] }, never>(
      '{ tokensByIdentifier(identifiers: ["viewer-api", "nope", "plain-api", "a/b", "viewer-api"]) { identifier user { username } } }',
    );

    expect(data.tokensByIdentifier).toEqual([
      { identifier: 'viewer-api', user: { username: 'viewer' } },
      null,
      { identifier: 'plain-api', user: { username: 'plain' } },
      null,
      { identifier: 'viewer-api', user: { username: 'viewer' } },
    ]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['tokensByIdentifier', 1], 'NOT_FOUND'],
      [['tokensByIdentifier', 3], 'BAD_USER_INPUT'],
    ]);
    expect(gateway.sandbox.requests).toHaveLength(3);
  });

  it('refuses more than 100 keys, however long lists may be', async () => {
    const gateway = await startSandboxGateway(undefined, { maxListItems: 101 });
    const identifiers = Array.from({ length: 101 }, () => 'plain-api');

    const { data, errors } = await gateway.query<{ tokensByIdentifier: null }, object>(
      'query ($identifiers: [String!]!) { tokensByIdentifier(identifiers: $identifiers) { id } }',
      { variables: { identifiers } },
    );

    expect(data.tokensByIdentifier).toBeNull();
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(gateway.sandbox.requests).toEqual([]);
  });
});

describe('tokens', () => {
  it.each([
    [{ identifier: 'plain-api' }, ['plain-api']],
    [{ identifier: 'PLAIN-API' }, []],
    [{ intent: 'APP_PASSWORD' }, ['ops-1-app', 'plain-app']],
    [{ intent: 'RECOVERY' }, ['recover-1']],
    [{ userUsername: 'plain' }, ['plain-api', 'plain-app', 'plain-expired']],
    [{ userUsername: 'nobody' }, []],
    [{ description: 'mail client' }, ['plain-app']],
    [{ expires: '2020-01-01T00:00:00Z' }, ['plain-expired']],
    [{ managed: 'goauthentik.io/example/managed-1' }, ['managed-1']],
    [{ expiring: true, userUsername: 'ops-1' }, ['ops-1-api']],
    [{ search: 'ROT' }, ['ops-1-api']],
  ] as const)('filtered by %o are %j', async (where, expected) => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(TOKENS, { variables: { where } });

    expect(errors).toBeUndefined();
    expect(data.tokens?.nodes.map(({ identifier }) => identifier)).toEqual(expected);
    expect(data.tokens?.totalCount).toBe(expected.length);
  });

  it.each([
    [{ userUsername: '' }, 'userUsername'],
    [{ userUsername: null }, 'userUsername'],
    [{ expiring: null }, 'expiring'],
    [{ intent: 'UNKNOWN' }, 'intent'],
    [{ search: ' ' }, 'search'],
    [{ search: '""' }, 'search'],
    [{ search: "' ," }, 'search'],
    [{ search: '\u0085\u001c' }, 'search'],
    [{ userUsername: ' ' }, 'userUsername'],
    [{ userUsername: '\u00a0plain' }, 'userUsername'],
    [{ identifier: 'plain-api\u001f' }, 'identifier'],
    [{ description: '\ud800' }, 'description'],
  ] as const)('refuse %o, which authentik would ignore or misread', async (where, field) => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(TOKENS, { variables: { where } });

    expect(data.tokens).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: ['where', field] }] });
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it('are ordered as asked, with a unique tie-breaker', async () => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query(TOKENS, { variables: { orderBy: { field: 'EXPIRING', direction: 'DESC' } } });

    const identifiers = data.tokens?.nodes.map(({ identifier }) => identifier) ?? [];
    expect(identifiers.slice(0, 5)).toEqual(['ops-1-api', 'plain-app', 'plain-expired', 'recover-1', 'verify-1']);
    expect(identifiers.slice(5)).toEqual([...identifiers.slice(5)].sort());
    expect(askedOf(gateway.sandbox)).toEqual([
      target('/core/tokens/?ordering=-expiring,identifier&page_size=100', SWITCHES.user),
    ]);
  });

  it('are one’s own only for whoever is no superuser, before 2026.2 even with the permission to view all', async () => {
    const gateway = await startSandboxGateway();

    const [all, viewed, own] = await Promise.all(
      ['key-admin', 'key-viewer', 'key-plain'].map(async (key) => (await gateway.query(TOKENS, { key })).data.tokens),
    );

    expect(all?.totalCount).toBe(12);
    expect(viewed).toEqual(since('2026.2', all, { totalCount: 1, nodes: [{ identifier: 'viewer-api' }] }));
    expect(own?.nodes).toEqual(['plain-api', 'plain-app', 'plain-expired'].map((identifier) => ({ identifier })));
  });
});
