import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/graphql/explain.ts';
import { schema } from '../../src/schema.ts';
import { mutate } from '../support/mutate.ts';
import { since } from '../support/release.ts';
import { startWatchedGateway } from '../support/watched-sandbox.ts';

const NAME = (alias: string, name: string) =>
  `${alias}: updateUser(input: { id: "4", name: "${name}" }) { ... on AuthentikUpdateUserPayload { user { name } } }`;

describe('the mutations of one operation', () => {
  it('run one after the other, with all that their payloads load', async () => {
    let inFlight = 0;
    let most = 0;
    const gateway = await startWatchedGateway({
      hook: ({ method }, { pass, response }) => {
        inFlight += 1;
        most = method === 'GET' ? most : Math.max(most, inFlight);
        response.on('finish', () => {
          inFlight -= 1;
        });
        setImmediate(pass);
      },
    });
    const add = (alias: string) =>
      `${alias}: addUsersToGroup(input: { groupId: "4ded7772-f47b-4a39-800e-14d2a6b1b6f9", userIds: ["6"] }) {
        ... on AuthentikAddUsersToGroupPayload { group { users { nodes { tokens { totalCount } } } usedBy { pk } } } }`;

    const { errors } = await gateway.query(`mutation { ${add('a')} ${add('b')} }`);

    expect(errors).toBeUndefined();
    expect(most).toBe(1);
    const writes = gateway.sent.flatMap(({ method }, index) => (method === 'POST' ? [index] : []));
    expect(writes).toEqual([0, gateway.sent.length / 2]);
  });

  it('show the truth after each of them, not what was read before', async () => {
    const gateway = await startWatchedGateway();
    const password = (alias: string) =>
      `${alias}: setUserPassword(input: { id: "4", password: "x" }) { ... on AuthentikSetUserPasswordPayload { user { name tokens { totalCount } } } }`;

    const { data } = await gateway.query<Record<string, unknown>, object>(
      `mutation { ${password('a')} ${NAME('b', 'first')} ${password('c')}
        d: deleteToken(input: { identifier: "plain-app" }) { __typename } ${password('e')} }`,
    );

    expect([data.a, data.b, data.c, data.e]).toEqual([
      { user: { name: 'Plain User', tokens: { totalCount: 3 } } },
      { user: { name: 'first' } },
      { user: { name: 'first', tokens: { totalCount: 3 } } },
      { user: { name: 'first', tokens: { totalCount: 2 } } },
    ]);
  });

  it('are each sent, also when they are the same', async () => {
    const gateway = await startWatchedGateway();

    await gateway.query(`mutation { ${NAME('a', 'x')} ${NAME('b', 'x')} }`);

    expect(gateway.sent.map(({ method }) => method)).toEqual(['PATCH', 'PATCH']);
  });

  it('leave what an earlier one answered when a later one fails', async () => {
    const gateway = await startWatchedGateway();

    const { data, errors } = await gateway.query<Record<string, unknown>, object>(
      `mutation {
        a: createServiceAccount(input: { name: "sa-1" }) { ... on AuthentikCreateServiceAccountPayload { key } }
        b: deleteUser(input: { id: "999999" }) { ... on AuthentikDeleteUserPayload { deletedId } }
      }`,
    );

    expect(data).toEqual({ a: { key: expect.stringMatching(/^\w{60}$/) }, b: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['b'], 'NOT_FOUND']]);
  });
});

describe('an error of a mutation', () => {
  it('is data where the selection has a fragment for it, else in errors[] with issues', async () => {
    const gateway = await startWatchedGateway();

    const { data, errors } = await gateway.query(
      'mutation { createGroup(input: { name: "Platform" }) { ... on AuthentikCreateGroupPayload { group { id } } } }',
    );

    expect(data).toEqual({ createGroup: null });
    expect(errors?.[0]?.extensions).toEqual({
      requestId: 'test',
      code: 'CONFLICT',
      issues: [
        {
          path: ['input', 'name'],
          message: since('2025.12', 'Group with this name already exists.', 'This field must be unique.'),
        },
      ],
      nonFieldErrors: [],
    });
  });
});

describe('the budget', () => {
  it('refuses, unasked, an operation whose mutations and payloads must exceed it', async () => {
    const gateway = await startWatchedGateway({ settings: { maxUpstreamRequests: 3 } });
    const update = 'updateToken(input: { identifier: "plain-app", description: "x" })';

    const over = await gateway.query(
      `mutation { ${update} { ... on AuthentikUpdateTokenPayload { token { usedBy { pk } user { tokens { totalCount } } } } } }`,
    );
    expect([over.errors?.[0]?.extensions.code, over.data, gateway.sent]).toEqual([
      'UPSTREAM_BUDGET_EXCEEDED',
      undefined,
      [],
    ]);

    const within = await gateway.query(
      `mutation { ${update} { ... on AuthentikUpdateTokenPayload { token { usedBy { pk } } } } }`,
    );
    expect([within.errors, gateway.sent.length]).toEqual([undefined, 3]);
  });

  it('refuses a later mutation before it is sent, and leaves the earlier one', async () => {
    const gateway = await startWatchedGateway({ settings: { maxUpstreamRequests: 3 } });
    const merge =
      'updateUser(input: { id: "4", attributes: { merge: { a: 1 } } }) { ... on AuthentikUpdateUserPayload { user { name } } }';

    const { data, errors } = await gateway.query(`mutation { a: ${merge} b: ${merge} }`);

    expect(data).toEqual({ a: { user: { name: 'Plain User' } }, b: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['b'], 'UPSTREAM_BUDGET_EXCEEDED'],
    ]);
    expect(gateway.sent.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
  });
});

describe('explain', () => {
  it('tells reads, writes and views of a mutation', () => {
    const document = parse(`mutation Change {
      updateToken(input: { identifier: "a", description: "b" }) { ... on AuthentikUpdateTokenPayload { token { user { groups { name } } } } }
      createToken(input: { identifier: "c" }) { ... on AuthentikCreateTokenPayload { key } }
      setTokenKey(input: { identifier: "a", key: "k" }) { ... on AuthentikSetTokenKeyPayload { token { description } } }
    }`);

    expect(explain({ schema, document, variables: {} })).toBe(
      [
        'mutation Change: at least 6 requests to authentik',
        '  updateToken        Mutation.updateToken, reads the token, then sends the change with owner, intent and expiring, embedding groups',
        '  createToken        Mutation.createToken, creates the token, embedding nothing',
        '  createToken.key    AuthentikCreateTokenPayload.key, views the key, which authentik logs, embedding nothing',
        '  setTokenKey        Mutation.setTokenKey, sets the key, embedding nothing',
        '  setTokenKey.token  AuthentikSetTokenKeyPayload.token, one by key, embedding nothing',
        '',
      ].join('\n'),
    );
  });
});

describe('a mutation that is refused the credential', () => {
  it('asks who one is once, and does nothing else', async () => {
    const gateway = await startWatchedGateway();

    const answer = await mutate(gateway, 'deleteUser', { input: { id: '4' }, key: 'key-bogus' });

    expect(answer).toEqual({ data: null, codes: ['UNAUTHENTICATED'] });
    expect(gateway.sent.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'DELETE /core/users/4/',
      'GET /core/users/me/',
    ]);
  });
});
