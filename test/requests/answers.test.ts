import { describe, expect, it } from 'vitest';
import { startGateway, startSandboxGateway } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

describe('introspection', () => {
  const SCHEMA = '{ __schema { queryType { name } } }';

  it('is on by default, without authentik being asked', async () => {
    const gateway = await startSandboxGateway();

    expect((await gateway.query(SCHEMA)).data).toEqual({ __schema: { queryType: { name: 'Query' } } });
    expect(gateway.sandbox.requests).toEqual([]);
  });

  it.each([
    SCHEMA,
    '{ __type(name: "User") { name } }',
    '{ viewer { pk } ...F } fragment F on Query { a: __schema { description } }',
  ])('can be switched off: %s', async (query) => {
    const gateway = await startSandboxGateway(undefined, { introspection: false });
    const { status, errors } = await gateway.query(query);

    expect([status, errors?.map(({ extensions }) => extensions.code)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  it('switched off leaves __typename alone, and nothing suggests a name', async () => {
    const on = await startSandboxGateway();
    const off = await startSandboxGateway(undefined, { introspection: false });
    const variables = { where: { usernam: 'x', type: 'INTERNA' } };
    const typos = [
      '{ viewer { usernam } }',
      '{ user(pkk: 4) { __typename } }',
      '{ users(where: { type: INTERNA }) { totalCount } }',
    ];
    const messages = async ({ query }: typeof on) => {
      const answers = [
        ...(await Promise.all(typos.map((typo) => query(typo)))),
        await query('query ($where: AuthentikUserWhere) { users(where: $where) { totalCount } }', { variables }),
      ];
      return answers.flatMap(({ errors }) => (errors ?? []).map(({ message }) => message));
    };

    expect((await off.query('{ __typename viewer { __typename } }')).errors).toBeUndefined();
    expect((await messages(on)).filter((message) => message.includes('Did you mean')).length).toBeGreaterThan(3);
    expect((await messages(off)).filter((message) => /Did you mean|username|INTERNAL/.test(message))).toEqual([]);
  });
});

describe('many errors', () => {
  const wrong = (count: number) =>
    `{ viewer { ${Array.from({ length: count }, (_, index) => `no${index}`).join(' ')} } }`;

  it('of validation are cut off behind the tenth', async () => {
    const gateway = await startSandboxGateway();

    expect((await gateway.query(wrong(10))).errors).toHaveLength(10);
    expect((await gateway.query(wrong(60))).errors).toHaveLength(10);
    const one = await startSandboxGateway(undefined, { maxValidationErrors: 1 });
    expect((await one.query(wrong(2))).errors).toHaveLength(1);
  });

  it('of fields are cut off behind the fiftieth, and the rest is counted', async () => {
    const ask = async (count: number, settings = {}) => {
      const authentik = aScriptedAuthentik((_target, response) => answerJson(response, { detail: 'No.' }, 404));
      const gateway = await startGateway(authentik.handle, settings);
      const ids = Array.from({ length: count }, (_, index) => `no-${index}`);
      const { errors, extensions } = await gateway.query('query ($ids: [ID!]!) { usersById(ids: $ids) { pk } }', {
        variables: { ids },
      });
      return { errors: errors?.length, extensions };
    };

    expect(await ask(50)).toEqual({ errors: 50, extensions: undefined });
    expect(await ask(60)).toEqual({ errors: 50, extensions: { omittedErrors: 10 } });
    expect(await ask(60, { maxExecutionErrors: 60 })).toEqual({ errors: 60, extensions: undefined });
  });
});

describe('a page of another origin', () => {
  it('may remember for as long as is set what it may send, and read the request’s id', async () => {
    const preflight = async (settings: object) => {
      const gateway = await startSandboxGateway(undefined, { corsOrigins: 'https://app.example', ...settings });
      const { headers } = await fetch(`${gateway.url}/graphql`, {
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
      });
      return [headers.get('access-control-max-age'), headers.get('access-control-expose-headers')];
    };

    expect(await preflight({})).toEqual(['7200', 'x-request-id']);
    expect(await preflight({ corsMaxAgeSeconds: 5 })).toEqual(['5', 'x-request-id']);
  });
});

describe('the root of the site', () => {
  it('leads to GraphiQL where it is on, and nowhere else', async () => {
    const visit = async (graphiql: boolean) => {
      const { url } = await startSandboxGateway(undefined, { graphiql });
      const { status, headers } = await fetch(`${url}/`, { redirect: 'manual' });
      return [status, headers.get('location')];
    };

    expect(await visit(true)).toEqual([302, '/graphql']);
    expect(await visit(false)).toEqual([404, null]);
  });
});
