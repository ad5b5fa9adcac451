import { describe, expect, it } from 'vitest';
import { startSandboxGateway, type TestGateway } from '../support/gateway.ts';

const MISSING = 'token(identifier: "nope")';

async function ask(gateway: TestGateway, document: string, variables?: object) {
  const { data, errors } = await gateway.query<Record<string, unknown> | null, object>(
    document,
    variables ? { variables } : {},
  );
  return { token: data?.token, code: errors?.[0]?.extensions.code, path: errors?.[0]?.path };
}

describe('an error of a lookup', () => {
  it.each([
    ['its own type', `{ ${MISSING} { ... on AuthentikNotFoundError { code } } }`],
    ['the interface', `{ ${MISSING} { ... on AuthentikError { code } } }`],
    ['a named fragment on its type', `{ ${MISSING} { ...E } } fragment E on AuthentikNotFoundError { code }`],
    ['a named fragment on the interface', `{ ${MISSING} { ...E } } fragment E on AuthentikError { code }`],
    [
      'a fragment within a fragment on the union',
      `{ ${MISSING} { ... on AuthentikTokenResult { ...E } } } fragment E on AuthentikError { ... on AuthentikNotFoundError { code } }`,
    ],
    ['a fragment without a type', `{ ${MISSING} { ... { ... on AuthentikError { code } } } }`],
    [
      'a second selection of the same field',
      `{ ...A ...B } fragment A on Query { ${MISSING} { ... on Token { id } } } fragment B on Query { ${MISSING} { ... on AuthentikError { code } } }`,
    ],
  ])('is data where the selection has a fragment on %s', async (_case, document) => {
    expect(await ask(await startSandboxGateway(), document)).toEqual({
      token: { code: 'NOT_FOUND' },
      code: undefined,
      path: undefined,
    });
  });

  it.each([
    ['no fragment but on the object', `{ ${MISSING} { ... on Token { expires } } }`],
    ['a bare __typename, which clients add', `{ ${MISSING} { __typename ... on Token { __typename expires } } }`],
    [
      'fragments on other errors only',
      `{ ${MISSING} { ... on AuthentikForbiddenError { code } ... on AuthentikValidationError { code } } }`,
    ],
    [
      'a fragment on the interface with nothing in it for this error',
      `{ ${MISSING} { ... on AuthentikError { ... on AuthentikForbiddenError { code } } ... on Token { id } } }`,
    ],
    [
      'a fragment whose only field is skipped',
      `{ ${MISSING} { ... on AuthentikError { code @skip(if: true) } ... on Token { id } } }`,
    ],
    [
      'a fragment that is skipped',
      `{ ${MISSING} { ... on AuthentikError @skip(if: true) { code } ... on Token { id } } }`,
    ],
  ])('goes to errors[] where the selection has %s', async (_case, document) => {
    expect(await ask(await startSandboxGateway(), document)).toEqual({
      token: null,
      code: 'NOT_FOUND',
      path: ['token'],
    });
  });

  it('is data or not as variables decide', async () => {
    const gateway = await startSandboxGateway();
    const document = `query ($asData: Boolean!, $not: Boolean = false) { ${MISSING} { ... on AuthentikError @include(if: $asData) @skip(if: $not) { code } ... on Token { id } } }`;

    expect((await ask(gateway, document, { asData: true })).token).toEqual({ code: 'NOT_FOUND' });
    expect((await ask(gateway, document, { asData: false })).code).toBe('NOT_FOUND');
    expect((await ask(gateway, document, { asData: true, not: true })).code).toBe('NOT_FOUND');
  });

  it('tells its kind, sentence and issues as data and, with the same words, in errors[]', async () => {
    const gateway = await startSandboxGateway();

    const asData = await gateway.query<{ token: unknown }, never>(
      '{ token(identifier: "a/b") { ... on AuthentikValidationError { code message issues { path message } nonFieldErrors upstreamCode } } }',
    );
    const asError = await gateway.query('{ token(identifier: "a/b") { ... on Token { id } } }');

    const issues = [{ path: ['identifier'], message: 'A token identifier has 1 to 255 letters, digits, "-" or "_".' }];
    const message = `identifier: ${issues[0]?.message}`;
    expect(asData.data.token).toEqual({
      code: 'BAD_USER_INPUT',
      message,
      issues,
      nonFieldErrors: [],
      upstreamCode: null,
    });
    expect(asError.errors).toEqual([
      {
        message,
        path: ['token'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'BAD_USER_INPUT', issues, nonFieldErrors: [], requestId: expect.any(String) },
      },
    ]);
  });

  it('is never data when the credential is bad', async () => {
    const gateway = await startSandboxGateway();

    const { data, errors } = await gateway.query(
      '{ token(identifier: "plain-api") { ... on AuthentikError { code } } }',
      { key: 'key-bogus' },
    );

    expect(data).toEqual({ token: null });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('leaves what else the operation asks for alone', async () => {
    const gateway = await startSandboxGateway();

    const { data } = await gateway.query(`{ ${MISSING} { ... on Token { id } } viewer { username } }`);

    expect(data).toEqual({ token: null, viewer: { username: 'akadmin' } });
  });
});
