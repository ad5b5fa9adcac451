import { describe, expect, it } from 'vitest';
import { toNetworkError, toResponseError } from '../../src/authentik/to-error.ts';
import type { GatewayError } from '../../src/errors.ts';

function anAnswer(
  status: number,
  json: unknown,
  bytes = json === undefined ? 0 : 10,
  retryAfterSeconds?: number,
): GatewayError {
  return toResponseError({ status, json, bytes, retryAfterSeconds }, { user__username: ['where', 'userUsername'] });
}

const HTML_BYTES = 1200;

describe('toResponseError', () => {
  it.each([
    ['a refused permission', 403, { detail: 'You do not have permission to perform this action.' }, 'FORBIDDEN'],
    ['a refused permission in German', 403, { detail: 'Sie sind nicht berechtigt.' }, 'FORBIDDEN'],
    ['an empty 401', 401, undefined, 'FORBIDDEN'],
    ['a missing object', 404, { detail: 'No Token matches the given query.' }, 'NOT_FOUND'],
    ['a missing object in old words', 404, { detail: 'Not found.' }, 'NOT_FOUND'],
    ['field errors', 400, { uuid: ['Enter a valid UUID.'] }, 'BAD_USER_INPUT'],
    ['a text instead of a list', 400, { reason: 'No.' }, 'BAD_USER_INPUT'],
    ['a bare list', 400, ['filter: failed to parse JSON'], 'BAD_USER_INPUT'],
    ['an empty 400', 400, undefined, 'BAD_USER_INPUT'],
    ['a throttled caller', 429, { detail: 'Request was throttled.' }, 'RATE_LIMITED'],
    ['a bad gateway', 502, { error: 'failed to connect to authentik backend' }, 'UPSTREAM_UNAVAILABLE'],
    ['a booting authentik with 200', 200, { error: 'authentik starting' }, 'UPSTREAM_UNAVAILABLE'],
    ['a booting authentik with 503', 503, { error: 'authentik starting' }, 'UPSTREAM_UNAVAILABLE'],
    ['a refused method in JSON', 405, { detail: 'Method "PUT" not allowed.' }, 'UPSTREAM_BAD_RESPONSE'],
    ['an empty 405, which stands for a crash', 405, undefined, 'UPSTREAM_UNAVAILABLE'],
    ['a time-out of a proxy', 408, undefined, 'GATEWAY_TIMEOUT'],
    ['a redirect', 302, undefined, 'UPSTREAM_BAD_RESPONSE'],
    ['a wrong media type', 415, { detail: 'Unsupported media type' }, 'UPSTREAM_BAD_RESPONSE'],
    ['an unacceptable accept', 406, { detail: 'Could not satisfy' }, 'UPSTREAM_BAD_RESPONSE'],
    ['a teapot', 418, undefined, 'UPSTREAM_BAD_RESPONSE'],
  ])('reads %s', (_situation, status, json, code) => {
    expect(anAnswer(status, json).code).toBe(code);
  });

  it.each([
    ['404: no such endpoint', 404, 'UPSTREAM_BAD_RESPONSE'],
    ['400: too many parameters', 400, 'UPSTREAM_BAD_RESPONSE'],
    ['500: a crash', 500, 'UPSTREAM_UNAVAILABLE'],
    ['200: a login page', 200, 'UPSTREAM_BAD_RESPONSE'],
  ])('reads an HTML page with %s', (_situation, status, code) => {
    expect(anAnswer(status, undefined, HTML_BYTES).code).toBe(code);
  });

  it('passes on complaints about what was sent, under our input’s names, and nothing else', () => {
    const error = anAnswer(400, {
      user__username: ['Bad.'],
      trace: ['Traceback SECRET'],
      constructor: ['SECRET'],
      other: { a: ['SECRET'] },
    });

    expect(error.issues).toEqual([{ path: ['where', 'userUsername'], message: 'Bad.' }]);
    expect(JSON.stringify(error)).not.toContain('SECRET');
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' '],
    ['two lines', 'first\nsecond'],
    ['an address', 'see http://10.0.0.5:9000/x'],
    ['more than a sentence', 'x'.repeat(201)],
    ['the database’s words', 'null value in column "name" of relation "authentik_core_user"'],
    ['its driver’s words', 'psycopg.errors.UniqueViolation'],
  ])('replaces what is no sentence for people: %s', (_case, text) => {
    expect(anAnswer(400, { user__username: [text] }).issues).toEqual([
      { path: ['where', 'userUsername'], message: 'authentik refused the input.' },
    ]);
  });

  it('passes on a code only when it looks like one', () => {
    expect(anAnswer(403, { detail: 'No.', code: 'http://10.0.0.5/' }).upstreamCode).toBeUndefined();
  });

  it.each([
    [{ non_field_errors: ['No recovery flow set.'] }],
    [{ non_field_errors: 'No recovery flow set.' }],
    [['No recovery flow set.']],
  ])('takes %j for a complaint about the whole', (json) => {
    expect(anAnswer(400, json)).toMatchObject({ issues: [], nonFieldErrors: ['No recovery flow set.'] });
  });

  it('passes on upstream’s code but no detail', () => {
    const error = anAnswer(400, { detail: 'Request denied due to expired/invalid license.', code: 'denied_license' });

    expect(error).toMatchObject({
      code: 'BAD_USER_INPUT',
      upstreamCode: 'denied_license',
      issues: [],
      nonFieldErrors: [],
    });
    expect(error.message).not.toContain('license');
  });

  it('replaces the database’s own words', () => {
    const text =
      'duplicate key value violates unique constraint "authentik_core_user_username_key"\nDETAIL:  Key (username)=(plain) already exists.\n';

    const error = anAnswer(400, { non_field_errors: [text] });

    expect(error.code).toBe('BAD_USER_INPUT');
    expect(JSON.stringify([error.message, error.nonFieldErrors])).not.toMatch(/duplicate|plain|constraint/);
  });

  it('passes on how long to wait', () => {
    expect(anAnswer(429, { detail: 'Request was throttled.' }, 10, 7).retryAfterSeconds).toBe(7);
    expect(anAnswer(503, { error: 'authentik starting' }, 10, 5).retryAfterSeconds).toBe(5);
  });
});

describe('toNetworkError', () => {
  it.each([
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), false, 'UPSTREAM_UNAVAILABLE'],
    [Object.assign(new Error('socket'), { code: 'UND_ERR_SOCKET' }), false, 'UPSTREAM_UNAVAILABLE'],
    [Object.assign(new Error('tls'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), false, 'UPSTREAM_UNAVAILABLE'],
    [Object.assign(new Error('headers'), { code: 'UND_ERR_HEADERS_TIMEOUT' }), false, 'GATEWAY_TIMEOUT'],
    [new DOMException('aborted', 'TimeoutError'), true, 'GATEWAY_TIMEOUT'],
    [Object.assign(new Error('incorrect header check'), { code: 'Z_DATA_ERROR' }), false, 'UPSTREAM_BAD_RESPONSE'],
  ])('reads %s', (cause, isAborted, code) => {
    expect(toNetworkError(cause, isAborted)).toMatchObject({ code, cause });
  });
});
