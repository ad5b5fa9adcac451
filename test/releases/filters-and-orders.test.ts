import { describe, expect, it } from 'vitest';
import type { ConfigInput } from '../../src/config.ts';
import { aUserJson } from '../support/builders.ts';
import { recordedData, startGateway } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';
import { startWatchedGateway } from '../support/watched-sandbox.ts';

const MOMENT = '2020-01-01T00:00:00Z';

/** A filter or order, the first release that has it and the last one that lacks it, and whom it leaves. */
const CASES = [
  { args: `where: { dateJoinedGt: "${MOMENT}" }`, name: 'where.dateJoinedGt', since: '2025.8.0', before: '2025.6.0' },
  { args: `where: { lastUpdatedGt: "${MOMENT}" }`, name: 'where.lastUpdatedGt', since: '2025.8.0', before: '2025.6.0' },
  {
    args: 'where: { rolesByName: ["Auditor"] }',
    name: 'where.rolesByName',
    since: '2025.12.4',
    before: '2025.10.0-rc1',
  },
  { args: `where: { lastLogin: "${MOMENT}" }`, name: 'where.lastLogin', since: '2026.2.3-rc1', before: '2025.12.4' },
  {
    args: `where: { lastLoginGt: "${MOMENT}" }`,
    name: 'where.lastLoginGt',
    since: '2026.2.3-rc1',
    before: '2025.12.4',
  },
  {
    args: `where: { lastLoginLt: "${MOMENT}" }`,
    name: 'where.lastLoginLt',
    since: '2026.2.3-rc1',
    before: '2025.12.4',
  },
  {
    args: 'where: { lastLoginIsnull: true }',
    name: 'where.lastLoginIsnull',
    since: '2026.2.3-rc1',
    before: '2025.12.4',
  },
  {
    args: 'where: { isSuperuserDirectly: true }',
    name: 'where.isSuperuserDirectly',
    since: '2025.10.0-rc1',
    before: '2025.8.0',
  },
  {
    args: 'where: { isSuperuserDirectly: false }',
    name: 'where.isSuperuserDirectly',
    since: '2025.10.0-rc1',
    before: '2025.8.0',
  },
  {
    args: 'where: { search: "\\"Plain User\\"" }',
    name: 'where.search with a quoted phrase',
    since: '2025.10.0-rc1',
    before: '2024.6.5',
  },
  { args: 'orderBy: { field: DATE_JOINED }', name: 'orderBy.field DATE_JOINED', since: '2025.4.0', before: '2025.2.0' },
  {
    args: 'orderBy: { field: LAST_UPDATED }',
    name: 'orderBy.field LAST_UPDATED',
    since: '2025.8.0',
    before: '2025.6.0',
  },
  {
    args: 'orderBy: { field: PASSWORD_CHANGE_DATE, direction: DESC }',
    name: 'orderBy.field PASSWORD_CHANGE_DATE',
    since: '2025.2.0',
    before: '2024.12.0',
  },
];

const line = (version: string) => version.split('.').slice(0, 2).join('.');

async function ask(authentikVersion: string, args: string, settings: ConfigInput = {}) {
  const gateway = await startWatchedGateway({ authentikVersion, settings, dataset: people() });
  const { data, errors } = await gateway.query<{ users: { totalCount: number; nodes: { username: string }[] } }, never>(
    `{ users(first: 100, ${args}) { totalCount nodes { username } } }`,
  );
  const asked = gateway.sent.filter(({ target }) => target.startsWith('/core/users/'));
  return { users: data?.users, error: errors?.[0], asked };
}

// Some have logged in, some hold a role themselves.
function people() {
  const data = recordedData();
  const [role] = data.roles;
  return {
    ...data,
    roles: role ? [{ ...role, name: 'Auditor' }] : [],
    users: data.users.map((user) =>
      user.username === 'plain'
        ? { ...user, last_login: MOMENT, roles: role ? [role.pk] : [] }
        : user.username === 'ops-1'
          ? { ...user, last_login: '2020-01-01T00:00:00.000001Z' }
          : user.username === 'ops-2'
            ? { ...user, last_login: '2019-12-31T23:59:59.999999Z' }
            : { ...user, last_login: null },
    ),
  };
}

describe.each(CASES)('$args', ({ args, name, since, before }) => {
  it(`is refused unasked where ${before} is known to be behind`, async () => {
    const { error, asked } = await ask(before, args);

    expect(error?.extensions.code).toBe('UPSTREAM_UNSUPPORTED');
    expect(error?.message).toBe(`${name} needs authentik ${line(since)} or newer; the one behind is ${line(before)}.`);
    expect(asked).toEqual([]);
  });

  it(`is refused after ${before} has answered, where that is not known`, async () => {
    const { error, users, asked } = await ask(before, args, { authentikVersion: undefined });

    expect(error?.extensions.code).toBe('UPSTREAM_UNSUPPORTED');
    expect(error?.message).toContain(`${name} needs authentik ${line(since)} or newer`);
    expect(users).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it.each([undefined, since])(
    `is asked of ${since}, where the version said to be behind is %s`,
    async (authentikVersion) => {
      const { error, users, asked } = await ask(since, args, { authentikVersion });

      expect(error).toBeUndefined();
      expect(users?.nodes.length).toBe(users?.totalCount);
      expect(asked).toHaveLength(1);
    },
  );
});

describe('in front of 2026.2', () => {
  it.each([
    [`lastLogin: "${MOMENT}"`, ['plain']],
    [`lastLoginGt: "${MOMENT}"`, ['ops-1']],
    [`lastLoginLt: "${MOMENT}"`, ['ops-2']],
    ['lastLoginIsnull: false', ['ops-1', 'ops-2', 'plain']],
    ['rolesByName: ["Auditor"]', ['plain']],
  ])('{ %s } leaves %j', async (where, usernames) => {
    const { users } = await ask('2026.2.3-rc1', `where: { ${where} }`);

    expect(users?.nodes.map(({ username }) => username)).toEqual(usernames);
  });

  it('rolesByPk leaves who holds the role, and an unknown role is an error at its place', async () => {
    const pk = people().roles[0]?.pk;

    const known = await ask('2026.2.3-rc1', `where: { rolesByPk: ["${pk}"] }`);
    const unknown = await ask('2026.2.3-rc1', 'where: { rolesByPk: ["00000000-0000-0000-0000-000000000000"] }');

    expect(known.users?.nodes).toEqual([{ username: 'plain' }]);
    expect(unknown.error?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [{ path: ['where', 'rolesByPk'] }],
    });
  });

  it('nobody by a filter that rows cannot tell is right whatever is behind', async () => {
    const { users, error } = await ask('2026.2.3-rc1', 'where: { lastLoginGt: "2100-01-01T00:00:00Z" }', {
      authentikVersion: undefined,
    });

    expect([users?.totalCount, error]).toEqual([0, undefined]);
  });
});

describe('an authentik that is older than it is said to be, and does not know a filter or order', () => {
  const OLD = aUserJson({ date_joined: undefined, last_updated: undefined, password_change_date: undefined });

  it.each([
    'where: { dateJoinedGt: "2026-01-01T00:00:00Z" }',
    'where: { lastUpdatedLt: "2026-01-01T00:00:00Z" }',
    'orderBy: { field: DATE_JOINED }',
    'orderBy: { field: PASSWORD_CHANGE_DATE, direction: DESC }',
  ])('and answers every row to it is found out: %s', async (args) => {
    const authentik = aScriptedAuthentik((_target, response) =>
      answerJson(response, { pagination: { count: 1, start_index: 1 }, results: [OLD] }),
    );
    const gateway = await startGateway(authentik.handle, { authentikVersion: '2025.10.0-rc1' });

    const plain = await gateway.query<{ users: unknown }, never>('{ users { nodes { username dateJoined } } }');
    const refused = await gateway.query(`{ users(${args}) { totalCount } }`);

    expect(plain.data.users).toEqual({ nodes: [{ username: 'plain', dateJoined: null }] });
    expect(refused.errors?.[0]?.extensions.code).toBe('UPSTREAM_UNSUPPORTED');
  });
});

describe('a quoted phrase', () => {
  it.each([
    ['tokens', 'where: { search: "\\"not there\\"" }'],
    ['groups', 'where: { search: "\\"not there\\"" }'],
  ])('in the search of %s is refused where it is not one, and asked for where it is', async (list, args) => {
    const document = `{ ${list}(${args}) { totalCount } }`;
    const [old, known, unknown] = await Promise.all(
      [
        { authentikVersion: '2025.8.0' },
        { authentikVersion: '2025.10.0-rc1' },
        { authentikVersion: '2025.10.0-rc1', settings: { authentikVersion: undefined } },
      ].map(async (options) => (await startWatchedGateway(options)).query(document)),
    );

    expect(old?.errors?.[0]?.message).toBe(
      'where.search with a quoted phrase needs authentik 2025.10 or newer; the one behind is 2025.8.',
    );
    expect([known?.data, unknown?.data]).toEqual([{ [list]: { totalCount: 0 } }, { [list]: { totalCount: 0 } }]);
  });
});

describe('where authentik does not tell its version', () => {
  it.each(['where: { isSuperuserDirectly: true }', 'where: { lastLoginIsnull: true }'])(
    '%s is refused after a moment, and nothing else waits for it',
    async (args) => {
      const gateway = await startWatchedGateway({
        authentikVersion: '2025.10.0-rc1',
        settings: { authentikVersion: undefined },
        hook: ({ target }, { pass }) => (target === '/admin/version/' ? undefined : pass()),
      });
      const order: string[] = [];

      const [refused] = await Promise.all([
        gateway.query(`{ users(${args}) { totalCount nodes { pk } } }`).then((answer) => {
          order.push('refused');
          return answer;
        }),
        gateway.query('{ viewer { username } }').then(() => order.push('answered')),
      ]);

      expect(refused.errors?.[0]?.extensions.code).toBe('UPSTREAM_UNSUPPORTED');
      expect(order).toEqual(['answered', 'refused']);
    },
  );
});

describe('where AUTHENTIK_VERSION names a newer release than the one behind', () => {
  it.each([
    `lastLogin: "${MOMENT}"`,
    `lastLoginGt: "${MOMENT}"`,
    `lastLoginLt: "${MOMENT}"`,
    'lastLoginIsnull: true',
    'lastLoginIsnull: false',
  ])('{ %s } is refused by the rows that it should not have left', async (where) => {
    const { error } = await ask('2025.12.4', `where: { ${where} }`, { authentikVersion: '2026.8.3' });

    expect(error?.extensions.code).toBe('UPSTREAM_UNSUPPORTED');
    expect(error?.message).toMatch(
      /^where\.lastLogin\w* needs authentik 2026\.2 or newer; the one behind does not have it\.$/,
    );
  });
});
