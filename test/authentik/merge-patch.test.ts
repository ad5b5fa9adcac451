import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkExact, mergePatch, parseAttributes } from '../../src/authentik/merge-patch.ts';

const parse = (text: string): Record<string, unknown> => JSON.parse(text);
const jsonObject = fc.dictionary(fc.string(), fc.jsonValue());

describe('mergePatch', () => {
  // The examples of RFC 7396, appendix A, whose target and patch are objects.
  it.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ])('of %s and %s is %s', (target, patch, merged) => {
    expect(JSON.stringify(mergePatch(parse(target), parse(patch)))).toBe(merged);
  });

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'takes "%s" for a key like any other',
    (key) => {
      const patch = parse(`{"${key}":{"polluted":true,"gone":null}}`);

      const merged = mergePatch(parse('{"a":1}'), patch);
      const again = mergePatch(merged, parse(`{"${key}":{"more":1}}`));

      expect(JSON.stringify(merged)).toBe(`{"a":1,"${key}":{"polluted":true}}`);
      expect(JSON.stringify(again)).toBe(`{"a":1,"${key}":{"polluted":true,"more":1}}`);
      expect(JSON.stringify(mergePatch(merged, parse(`{"${key}":null}`)))).toBe('{"a":1}');
      expect({}).not.toHaveProperty('polluted');
      expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    },
  );

  it('changes neither argument, leaves what is not named, and is done when done twice', () => {
    fc.assert(
      fc.property(jsonObject, jsonObject, (target, patch) => {
        const before = JSON.stringify([target, patch]);

        const merged = mergePatch(target, patch);

        expect(JSON.stringify([target, patch])).toBe(before);
        for (const key of Object.keys(target).filter((name) => !Object.hasOwn(patch, name))) {
          expect(Reflect.get(merged, key)).toBe(Reflect.get(target, key));
        }
        expect(JSON.stringify(mergePatch(merged, patch))).toBe(JSON.stringify(merged));
      }),
    );
  });
});

describe('attributes to store', () => {
  it.each([
    ['a list', []],
    ['nothing', null],
    ['NUL in a key', { a: { 'b\0': 1 } }],
    ['NUL in a text', { a: ['\0'] }],
    ['half a surrogate pair', { a: '\ud800' }],
    ['a number that lost its digits', { a: [2 ** 53] }],
    ['more levels than anybody means', parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`)],
  ])('may not hold %s', (_case, value) => {
    expect(() => parseAttributes(value, ['input', 'attributes'])).toThrow(/^input\.attributes: /);
  });

  it('may hold any other JSON', () => {
    const value = parse('{"__proto__":1,"a.b/c":[true,null,1.5,-9007199254740991,{"x":""}]}');

    expect(parseAttributes(value, [])).toBe(value);
  });

  it('are not merged into what could not be read exactly, however deep it lies', () => {
    const deep = parse(`${'{"a":'.repeat(4000)}9007199254740993${'}'.repeat(4000)}`);

    expect(() => checkExact(deep, ['input'])).toThrow(/2\^53/);
    expect(() => checkExact(parse('{"a":[9007199254740991,1.5]}'), ['input'])).not.toThrow();
  });
});
