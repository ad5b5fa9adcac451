import { type DocumentNode, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createDocumentCache } from '../../src/graphql/document-cache.ts';
import { createPlanCache } from '../../src/graphql/plan-cache.ts';
import { schema } from '../../src/schema.ts';

const DOCUMENT = parse('{ __typename }');

function keep(max: number, sources: readonly string[]) {
  const cache = createDocumentCache(max);
  for (const source of sources) {
    cache.set(source, DOCUMENT);
  }
  return cache;
}

describe('the cache of documents', () => {
  it('keeps as many as it may, those that were used last', () => {
    const cache = keep(2, ['a', 'b']);
    cache.get('a');
    cache.set('c', DOCUMENT);

    expect(['a', 'b', 'c'].map((source) => cache.get(source))).toEqual([DOCUMENT, undefined, DOCUMENT]);
  });

  it('keeps none where it may not', () => {
    expect(keep(0, ['a']).get('a')).toBeUndefined();
  });

  it('keeps none of more than 4,096 characters', () => {
    const cache = keep(2, ['a'.repeat(4096), 'b'.repeat(4097)]);

    expect(cache.get('a'.repeat(4096))).toBe(DOCUMENT);
    expect(cache.get('b'.repeat(4097))).toBeUndefined();
  });
});

describe('the cache of plans', () => {
  const getPlan = createPlanCache();
  const document: DocumentNode = parse('query ($a: Boolean!) { viewer { pk @include(if: $a) } }');
  const planOf = (variables: Record<string, unknown>) => {
    const operation = getOperationAST(document);
    return operation && getPlan({ schema, operation, fragments: {}, variables });
  };

  it('tells plans apart by the conditions that the operation declares, and by nothing else that is sent', () => {
    expect(planOf({ a: true })).toBe(planOf({ a: true, undeclared: true, text: 'x' }));
    expect(planOf({ a: true })).not.toBe(planOf({ a: false }));
  });
});
