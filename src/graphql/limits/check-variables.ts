import type { GraphQLError } from 'graphql';
import { createLimitError } from './limit-error.ts';
import type { DocumentLimits } from './limits.ts';

// The variable in which routers send what `_entities` is to load (Apollo's subgraph specification), and the most of them
// that any setting allows.
const REPRESENTATIONS = 'representations';
const MOST_REPRESENTATIONS = 1000;

type VariableLimits = Pick<DocumentLimits, 'maxVariableDepth' | 'maxVariableKeys' | 'maxListItems'>;

/**
 * Looks for what is too large in the variables of a request, as parsed from JSON: objects and lists inside each other,
 * keys in all, items of one list. Stops at the first, so that the work is bounded by the limits.
 */
export function checkVariables(variables: unknown, limits: VariableLimits): GraphQLError | undefined {
  // The object that holds the variables is none of them. How many representations there may be `_entities` says itself.
  const { [REPRESENTATIONS]: representations, ...others } = toRecord(variables);
  let keys = representations === undefined ? 0 : 1;
  const check = (value: unknown, depth: number, maxItems = limits.maxListItems): GraphQLError | undefined => {
    if (typeof value !== 'object' || value === null) {
      return undefined;
    }
    if (depth > limits.maxVariableDepth) {
      return createLimitError(
        'MAX_VARIABLES_EXCEEDED',
        `Variables may hold at most ${limits.maxVariableDepth} lists and objects inside each other.`,
      );
    }
    const values: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    keys += Array.isArray(value) ? 0 : values.length;
    if (keys > limits.maxVariableKeys) {
      return createLimitError(
        'MAX_VARIABLES_EXCEEDED',
        `The variables may have at most ${limits.maxVariableKeys} keys in all.`,
      );
    }
    return Array.isArray(value) && value.length > maxItems
      ? createListError(maxItems)
      : firstOf(values, (item) => check(item, depth + 1));
  };
  return check(others, 0) ?? check(representations, 1, Math.max(limits.maxListItems, MOST_REPRESENTATIONS));
}

function toRecord(variables: unknown): Readonly<Record<string, unknown>> {
  return typeof variables === 'object' && variables !== null ? { ...variables } : {};
}

/** The error for a list with too many items. */
export function createListError(maxListItems: number): GraphQLError {
  return createLimitError('MAX_LIST_EXCEEDED', `A list may have at most ${maxListItems} items; ask in parts.`);
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
