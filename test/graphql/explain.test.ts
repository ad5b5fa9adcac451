import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/graphql/explain.ts';
import { createPlanCache } from '../../src/graphql/plan-cache.ts';
import { toFragments } from '../../src/graphql/selected-fields.ts';
import { schema } from '../../src/schema.ts';
import { startSandboxGateway } from '../support/gateway.ts';

const TEAM = `query Team($withGroups: Boolean = true) {
  group(name: "Platform") {
    ... on Group {
      usersCount
      users(first: 10) { totalCount nodes { username tokens { totalCount } groups @include(if: $withGroups) { name members { username } } } }
    }
  }
}`;

describe('explain', () => {
  it('tells the requests of an operation in words, without running it', () => {
    expect(explain({ schema, document: parse(TEAM), variables: {} })).toBe(
      [
        'query Team: at least 1 request to authentik',
        '  group                     Query.group, one by key, embedding nothing',
        '  group.users               Group.users, the page asked for, embedding groups',
        '  group.users.nodes.tokens  for each: User.tokens, one row, for the count, embedding nothing',
        '  Every group that is loaded by key further down, and every list of them, embedding users.',
        '',
      ].join('\n'),
    );
  });

  it('follows the variables', () => {
    expect(explain({ schema, document: parse(TEAM), variables: { withGroups: false } })).not.toContain(
      'embedding groups',
    );
  });

  it('refuses a document without an operation', () => {
    expect(() =>
      explain({
        schema: buildSchema('type Query { a: Int }'),
        document: parse('fragment F on Query { a }'),
        variables: {},
      }),
    ).toThrow(/exactly one operation/);
  });
});

describe('the plan cache', () => {
  it('keeps a plan for each combination of conditions, and for nothing else', () => {
    const getPlan = createPlanCache();
    const document = parse(TEAM);
    const operation = getOperationAST(document);
    if (!operation) {
      throw new TypeError('expected an operation');
    }
    const plan = (variables: object) =>
      getPlan({ schema, operation, fragments: toFragments(document), variables: { ...variables } });

    expect(plan({ withGroups: true, other: 'a' })).toBe(plan({ withGroups: true, other: 'b' }));
    expect(plan({ withGroups: false })).not.toBe(plan({ withGroups: true }));
  });
});

describe('the receipt', () => {
  it('tells what an operation cost and what sharing saved, when asked for', async () => {
    const gateway = await startSandboxGateway(undefined, { upstreamReport: true });

    const { extensions } = await gateway.query(
      '{ a: token(identifier: "plain-api") { ... on Token { user { username } } } b: token(identifier: "plain-api") { ... on Token { id } } users { nodes { pk } } }',
    );

    const { requests } = gateway.sandbox;
    expect(extensions).toEqual({
      upstream: {
        requests: requests.length,
        rows: requests.reduce((sum, { rows }) => sum + rows, 0),
        bytes: expect.any(Number),
        milliseconds: expect.any(Number),
        shared: 1,
        embedded: 0,
      },
    });
  });

  it('is not told unless asked for by header or setting', async () => {
    const gateway = await startSandboxGateway();
    const send = async (headers: Record<string, string>) => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer key-admin', ...headers },
        body: JSON.stringify({ query: '{ viewer { pk } }' }),
      });
      return (await response.json()) as { extensions?: { upstream: { requests: number } } };
    };

    expect((await send({})).extensions).toBeUndefined();
    expect((await send({ 'x-upstream-report': '1' })).extensions?.upstream.requests).toBe(1);
  });
});

describe('the budget', () => {
  it('refuses as a whole an operation that must exceed it, unasked', async () => {
    const gateway = await startSandboxGateway(undefined, { maxUpstreamRequests: 2 });

    const { status, errors, data } = await gateway.query(
      '{ a: user(pk: 2) { __typename } b: user(pk: 3) { __typename } c: user(pk: 4) { __typename } d: user(pk: 4) { __typename } }',
    );

    expect([status, errors?.[0]?.extensions.code, data]).toEqual([200, 'UPSTREAM_BUDGET_EXCEEDED', undefined]);
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it('counts equal root fields once', async () => {
    const gateway = await startSandboxGateway(undefined, { maxUpstreamRequests: 1 });

    const { errors } = await gateway.query('{ a: user(pk: 4) { __typename } b: user(pk: 4) { __typename } }');

    expect(errors).toBeUndefined();
  });

  it('leaves null, with its code, what would exceed it further down; what came before stays', async () => {
    const gateway = await startSandboxGateway(undefined, { maxUpstreamRequests: 3 });

    const { data, errors } = await gateway.query<{ groups: { nodes: { name: string; users: unknown }[] } }, never>(
      '{ groups { nodes { name users(first: 1) { totalCount } } } }',
    );

    expect(data.groups.nodes.filter(({ users }) => users !== null)).toHaveLength(2);
    expect(data.groups.nodes).toHaveLength(6);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['UPSTREAM_BUDGET_EXCEEDED']));
    expect(gateway.sandbox.requests).toHaveLength(3);
  });

  it('holds for rows before they are asked for, and for bytes as they come', async () => {
    const rows = await startSandboxGateway(undefined, { maxUpstreamRows: 50 });
    const bytes = await startSandboxGateway(undefined, { maxUpstreamBytes: 2048 });

    const manyRows = await rows.query('{ users(first: 51) { nodes { pk } } }');
    const manyBytes = await bytes.query('{ users(first: 9) { nodes { pk } } }');

    expect([manyRows.errors?.[0]?.extensions.code, rows.sandbox.requests.length]).toEqual([
      'UPSTREAM_BUDGET_EXCEEDED',
      0,
    ]);
    expect([manyBytes.errors?.[0]?.extensions.code, bytes.sandbox.requests.length]).toEqual([
      'UPSTREAM_BUDGET_EXCEEDED',
      1,
    ]);
  });
});
