import type { GraphQLError, OperationDefinitionNode } from 'graphql';
import { createLimitError, type LimitCode } from './limit-error.ts';
import type { DocumentLimits } from './limits.ts';
import type { Measure } from './measure.ts';

const ALIASES = {
  code: 'MAX_ALIASES_EXCEEDED',
  toMessage: (max: number) => `An operation may have at most ${max} aliases.`,
} as const;
const DIRECTIVES = {
  code: 'MAX_DIRECTIVES_EXCEEDED',
  toMessage: (max: number) => `An operation may have at most ${max} directives.`,
} as const;

interface Counted {
  readonly code: LimitCode;
  readonly toMessage: (max: number) => string;
}

/** Holds against the limits what a fragment has by itself, whether or not it is spread. */
export function checkSpread({ aliases, directives }: Measure, limits: DocumentLimits): GraphQLError | undefined {
  return checkCounts([
    [aliases, limits.maxAliases, ALIASES],
    [directives, limits.maxDirectives, DIRECTIVES],
  ]);
}

/** Holds an operation's measure against the limits; the first that is exceeded is the answer. */
export function checkMeasure(
  measure: Measure,
  { operation, limits }: { readonly operation: OperationDefinitionNode; readonly limits: DocumentLimits },
): GraphQLError | undefined {
  const maxRoots = operation.operation === 'mutation' ? limits.maxMutations : limits.maxRootFields;
  const directives = measure.directives + (operation.directives ?? []).length;
  const depth = {
    code: 'MAX_DEPTH_EXCEEDED',
    toMessage: (max: number) => `Fields may be at most ${max} deep.`,
  } as const;
  const cost = Math.ceil(measure.cost + measure.rowCost);
  return checkCounts([
    [measure.depth, limits.maxDepth, depth],
    [measure.introspectionDepth, limits.maxIntrospectionDepth, depth],
    [measure.aliases, limits.maxAliases, ALIASES],
    [
      measure.fields,
      maxRoots,
      {
        code: 'MAX_ROOT_FIELDS_EXCEEDED',
        toMessage: (max) => `A ${operation.operation} may have at most ${max} root fields.`,
      },
    ],
    [directives, limits.maxDirectives, DIRECTIVES],
    [
      cost,
      limits.maxCost,
      {
        code: 'OPERATION_TOO_COMPLEX',
        toMessage: (max) => `The operation costs ${cost} points of at most ${max}; select less, or ask for fewer rows.`,
      },
    ],
  ]);
}

function checkCounts(
  counts: readonly (readonly [count: number, max: number, counted: Counted])[],
): GraphQLError | undefined {
  const exceeded = counts.find(([count, max]) => count > max);
  return exceeded && createLimitError(exceeded[2].code, exceeded[2].toMessage(exceeded[1]));
}
