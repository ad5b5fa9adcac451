import { describe, expect, it } from 'vitest';
import { toCanonicalJson, toEntryKey } from '../../src/response-cache/entry-key.ts';
import { open, seal } from '../../src/response-cache/seal.ts';

const asked = {
  credential: { bearerToken: 'key-admin' },
  authentikUrl: 'https://authentik.company/api/v3',
  sdl: 'type Query { a: Int }',
  document: 'query A($a: Int) { viewer { pk } }',
  operationName: 'A',
  variables: { a: 1, b: { c: [1, 2], d: null } },
};

describe('the key of an answer', () => {
  it.each([
    ['credential', { credential: { bearerToken: 'key-plain' } }],
    ['authentik', { authentikUrl: 'https://authentik.company/other/api/v3' }],
    ['schema', { sdl: 'type Query { b: Int }' }],
    ['document', { document: 'query A($a: Int) { viewer { pk  } }' }],
    ['operation name', { operationName: 'B' }],
    ['operation name, or none', { operationName: undefined }],
    ['value of a variable', { variables: { a: 2, b: { c: [1, 2], d: null } } }],
    ['value inside of a variable', { variables: { a: 1, b: { c: [1, 2], d: 0 } } }],
    ['order of a list', { variables: { a: 1, b: { c: [2, 1], d: null } } }],
    ['type of a value', { variables: { a: '1', b: { c: [1, 2], d: null } } }],
    ['null, or nothing', { variables: { a: 1, b: { c: [1, 2] } } }],
    ['place of a text', { document: 'A', operationName: asked.document }],
  ])('differs with the %s', (_case, change) => {
    expect(toEntryKey({ ...asked, ...change })).not.toBe(toEntryKey(asked));
  });

  it.each([
    ['in another order', { variables: { b: { d: null, c: [1, 2] }, a: 1 } }],
    ['in objects of their own', { variables: structuredClone(asked.variables) }],
  ])('is the same for the same variables %s', (_case, change) => {
    expect(toEntryKey({ ...asked, ...change })).toBe(toEntryKey(asked));
  });

  it('is the same without variables and with none', () => {
    expect(toEntryKey({ ...asked, variables: undefined })).toBe(toEntryKey({ ...asked, variables: {} }));
  });

  it('shows nothing of what it is made of', () => {
    expect(toEntryKey(asked)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['1e400', 'null'],
    ['{"__proto__":1}', '{}'],
    ['{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}'],
    ['"1"', '1'],
    ['"null"', 'null'],
    ['{"a":"b,c"}', '{"a":"b","c":""}'],
    ['{"a\\":1,\\"b":2}', '{"a":1,"b":2}'],
    ['["a","b"]', '["a,b"]'],
    ['[[],[]]', '[[[]]]'],
    ['[]', '{}'],
    ['"\\ud800"', '"\\ud801"'],
  ])('tells %s from %s', (one, other) => {
    expect(toCanonicalJson(JSON.parse(one))).not.toBe(toCanonicalJson(JSON.parse(other)));
  });
});

describe('a sealed entry', () => {
  const mine = { credential: asked.credential, key: 'k' };
  const text = JSON.stringify({ username: 'ü\ud83d\ude00' });

  it('is opened by whom it was sealed for, and shows nothing to others', () => {
    const sealed = seal(text, mine);

    expect(open(sealed, mine)).toBe(text);
    expect(sealed.toString('latin1')).not.toContain('username');
    expect(seal(text, mine).equals(sealed)).toBe(false);
  });

  it.each([
    ['another token', { ...mine, credential: { bearerToken: 'key-plain' } }],
    ['another key', { ...mine, key: 'l' }],
  ])('is opened by nobody with %s', (_case, other) => {
    expect(open(seal(text, mine), other)).toBeUndefined();
  });

  it('is opened no more when any byte of it is changed, or it is cut off anywhere', () => {
    const sealed = seal(text, mine);

    for (let at = 0; at < sealed.length; at += 1) {
      const tampered = Buffer.from(sealed);
      tampered[at] = (sealed[at] ?? 0) ^ 1;
      expect(open(tampered, mine), `changed at ${at}`).toBeUndefined();
      expect(open(sealed.subarray(0, at), mine), `cut off at ${at}`).toBeUndefined();
    }
    expect(open(Buffer.concat([sealed, Buffer.of(0)]), mine)).toBeUndefined();
  });
});
