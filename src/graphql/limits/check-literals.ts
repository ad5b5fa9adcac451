import { BREAK, type DocumentNode, type GraphQLError, visit } from 'graphql';
import { createListError } from './check-variables.ts';
import { createLimitError } from './limit-error.ts';
import type { DocumentLimits } from './limits.ts';

/**
 * Looks for literals that are too large: items of one list, lists and objects (and list types) inside each other; and for
 * introspection where that is off.
 */
export function checkLiterals(document: DocumentNode, limits: DocumentLimits): GraphQLError | undefined {
  let error: GraphQLError | undefined;
  let depth = 0;
  const refuse = (found: GraphQLError | undefined) => {
    error ??= found;
    return error ? BREAK : undefined;
  };
  const enter = () => {
    depth += 1;
    return refuse(depth > limits.maxVariableDepth ? createNestingError(limits.maxVariableDepth) : undefined);
  };
  const leave = () => {
    depth -= 1;
  };
  visit(document, {
    ListValue: {
      enter: (node) =>
        enter() ?? refuse(node.values.length > limits.maxListItems ? createListError(limits.maxListItems) : undefined),
      leave,
    },
    ObjectValue: { enter, leave },
    ListType: { enter, leave },
    Field: {
      enter: ({ name }) =>
        limits.introspection || !/^__(schema|type)$/.test(name.value) ? undefined : refuse(createIntrospectionError()),
    },
  });
  return error;
}

function createNestingError(max: number): GraphQLError {
  return createLimitError(
    'MAX_DEPTH_EXCEEDED',
    `Literals may hold at most ${max} lists and objects inside each other.`,
  );
}

function createIntrospectionError(): GraphQLError {
  return createLimitError('GRAPHQL_VALIDATION_FAILED', 'Introspection is off: the schema cannot be asked for here.');
}
