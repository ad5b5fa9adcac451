import { describe, expect, it } from 'vitest';
import { compareText, toUpper } from '../../src/sandbox/compare.ts';
import { compareJson, type Json, jsonContains } from '../../src/sandbox/jsonb.ts';

describe('comparing as PostgreSQL does', () => {
  it('orders text by code point, beyond the basic plane too', () => {
    const sorted = ['', 'Z', 'Za', 'a', 'ü', '名', '\ue001', 'Ａ', '😀'];

    expect(sorted.toReversed().toSorted(compareText)).toEqual(sorted);
  });

  it('makes single characters upper case and leaves those that would become two', () => {
    expect(toUpper('straße ünï')).toBe('STRAßE ÜNÏ');
  });

  it('orders JSON by kind, then size, then content', () => {
    const sorted: Json[] = [
      null,
      'a',
      'b',
      -1,
      2,
      10,
      false,
      true,
      [],
      [9],
      [1, 1],
      [1, 2],
      {},
      { aa: 0 },
      { b: 1 },
      { b: 2 },
      { a: 1, b: 1 },
    ];

    expect(sorted.toReversed().toSorted(compareJson)).toEqual(sorted);
  });

  it.each<[Json, Json, boolean]>([
    [['a', 'b'], 'a', true],
    [['a', 'b'], ['b', 'a', 'a'], true],
    [{ x: ['a'] }, { x: 'a' }, false],
    [{ x: { y: 1, z: 2 } }, { x: { y: 1 } }, true],
    [{ x: 1 }, { x: null }, false],
    ['ops', 'o', false],
    [[[1, 2]], [[1]], true],
    [{ x: 1 }, {}, true],
    [[1], {}, false],
  ])('says whether %j contains %j', (whole, part, expected) => {
    expect(jsonContains(whole, part)).toBe(expected);
  });
});
