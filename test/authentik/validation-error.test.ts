import { describe, expect, it } from 'vitest';
import { toWriteError } from '../../src/authentik/to-error.ts';
import { toValidationError } from '../../src/authentik/validation-error.ts';

const NAMES = {
  parent: ['input', 'parentId'],
  username: ['input', 'name'],
  name: ['input', 'name'],
  password: ['input', 'password'],
};

function refused(json: unknown, secrets: readonly string[] = []) {
  const { code, issues, nonFieldErrors, message, upstreamCode } = toWriteError(
    { status: 400, json, bytes: json === undefined ? 0 : 9, retryAfterSeconds: undefined },
    NAMES,
    secrets,
  );
  return { code, issues, nonFieldErrors, message, upstreamCode };
}

describe('a refused write', () => {
  it.each([
    ['a list of sentences for a field', { parent: ['No.'] }, [{ path: ['input', 'parentId'], message: 'No.' }], []],
    ['a sentence for a field', { parent: 'No.' }, [{ path: ['input', 'parentId'], message: 'No.' }], []],
    ['sentences about the whole', { non_field_errors: ['No.'] }, [], ['No.']],
    ['a sentence about the whole', { non_field_errors: 'No recovery flow set.' }, [], ['No recovery flow set.']],
    ['a reason', { reason: 'No.' }, [], ['No.']],
    [
      'a bare list',
      ['Roles can only be used with a single group.'],
      [],
      ['Roles can only be used with a single group.'],
    ],
    ['a detail', { detail: 'JSON parse error - invalid literal' }, [], []],
    ['nothing', undefined, [], []],
  ])('that says %s speaks our names', (_case, json, issues, nonFieldErrors) => {
    expect(refused(json)).toMatchObject({ code: 'BAD_USER_INPUT', issues, nonFieldErrors });
  });

  it('tells a licence’s own code', () => {
    expect(refused({ detail: 'Request denied due to expired/invalid license.', code: 'denied_license' })).toMatchObject(
      {
        code: 'BAD_USER_INPUT',
        upstreamCode: 'denied_license',
      },
    );
  });

  // The sentences of four recorded releases.
  it.each([
    [{ name: ['Token with this identifier already exists.'] }],
    [{ name: ['This field must be unique.'] }],
    [{ name: ['Group with this name already exists.'] }],
    [{ name: ['User with this username already exists.'] }],
  ])('for what is taken is CONFLICT: %o', (json) => {
    expect(refused(json)).toMatchObject({
      code: 'CONFLICT',
      issues: [{ path: ['input', 'name'], message: json.name[0] }],
    });
  });

  it('in the database’s words is told in ours, at the input that its column comes from', () => {
    const json = {
      non_field_errors: [
        'duplicate key value violates unique constraint "authentik_core_user_username_key"\nDETAIL:  Key (username)=(sa-1) already exists.',
      ],
    };

    expect(refused(json)).toMatchObject({
      code: 'CONFLICT',
      issues: [{ path: ['input', 'name'], message: 'Something else already has this value.' }],
      nonFieldErrors: [],
    });
  });

  it('by the database for another reason is BAD_USER_INPUT without its words', () => {
    const text =
      'null value in column "username" of relation "authentik_core_user" violates not-null constraint\nDETAIL:  Failing row contains (16, SECRET).';

    expect(refused({ non_field_errors: [text] })).toMatchObject({
      code: 'BAD_USER_INPUT',
      nonFieldErrors: ['authentik refused the input.'],
    });
  });

  it('for what is taken and something else is BAD_USER_INPUT', () => {
    expect(refused({ name: ['This field must be unique.'], parent: ['No.'] }).code).toBe('BAD_USER_INPUT');
  });

  it.each([{ parent: ['Invalid pk "4" - object does not exist.'] }, { name: ['Dieser Name ist schon vergeben.'] }])(
    'in other words stays BAD_USER_INPUT: %o',
    (json) => {
      expect(refused(json).code).toBe('BAD_USER_INPUT');
    },
  );

  it('never quotes a secret', () => {
    const error = refused({ password: ['"hunter2" is too short.'], non_field_errors: 'hunter2?' }, ['hunter2']);

    expect(error).toMatchObject({ issues: [{ path: ['input', 'password'] }] });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});

describe('a refused read', () => {
  it('is never CONFLICT', () => {
    expect(toValidationError({ name: ['This field must be unique.'] }, NAMES).code).toBe('BAD_USER_INPUT');
  });
});
