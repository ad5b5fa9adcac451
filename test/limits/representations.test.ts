import { describe, expect, it } from 'vitest';
import { checkVariables } from '../../src/graphql/limits/check-variables.ts';

const LIMITS = { maxVariableDepth: 20, maxVariableKeys: 2000, maxListItems: 100 };
const DEEP: unknown = JSON.parse('['.repeat(50) + ']'.repeat(50));

function codeOf(variables: object): unknown {
  return checkVariables(variables, LIMITS)?.extensions.code;
}

describe('the representations that a router sends', () => {
  it('may be more than other lists have items, up to a thousand', () => {
    expect(codeOf({ representations: Array(1000).fill('x') })).toBeUndefined();
    expect(codeOf({ representations: Array(1001).fill('x') })).toBe('MAX_LIST_EXCEEDED');
    expect(codeOf({ ids: Array(101).fill('x') })).toBe('MAX_LIST_EXCEEDED');
  });

  it('are looked into, every one, and lists inside them have the bound of any list', () => {
    expect(codeOf({ representations: [...Array(999).fill('x'), DEEP] })).toBe('MAX_VARIABLES_EXCEEDED');
    expect(codeOf({ representations: [...Array(1000).fill('x'), DEEP] })).toBe('MAX_LIST_EXCEEDED');
    expect(codeOf({ representations: [Array(101).fill('x')] })).toBe('MAX_LIST_EXCEEDED');
  });

  it('count with their keys', () => {
    const representations = Array(999).fill({ __typename: 'User', id: '1' });

    expect(codeOf({ representations, a: 1 })).toBeUndefined();
    expect(codeOf({ representations, a: 1, b: 1 })).toBe('MAX_VARIABLES_EXCEEDED');
  });
});
