import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import { checkLiterals } from './check-literals.ts';
import { checkMeasure, checkSpread } from './check-measure.ts';
import { createLimitError } from './limit-error.ts';
import type { DocumentLimits } from './limits.ts';
import { createMeasure } from './measure.ts';

/** A parsed document, not yet validated, and the variables that came with it. */
interface Sent {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Looks for what is too large in a document, all its operations, and the first thing found is the answer. */
export type CheckDocument = (sent: Sent) => GraphQLError | undefined;

/** Creates the check of documents. What the variables cannot change is looked at once for each document. */
export function createCheckDocument(limits: DocumentLimits): CheckDocument {
  const passed = new WeakSet<DocumentNode>();
  return (sent) => {
    const error =
      (passed.has(sent.document) ? undefined : checkShape(sent.document, limits)) ?? checkSizesSafely(sent, limits);
    if (!error) {
      passed.add(sent.document);
    }
    return error;
  };
}

function checkShape({ definitions, ...document }: DocumentNode, limits: DocumentLimits): GraphQLError | undefined {
  if (definitions.length > limits.maxDefinitions) {
    return createLimitError(
      'MAX_FRAGMENTS_EXCEEDED',
      `A document may have at most ${limits.maxDefinitions} operations and fragments.`,
    );
  }
  const greedy = definitions.find(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (definition.variableDefinitions ?? []).length > limits.maxVariables,
  );
  if (greedy) {
    return createLimitError(
      'MAX_VARIABLES_EXCEEDED',
      `An operation may declare at most ${limits.maxVariables} variables.`,
      greedy,
    );
  }
  return checkLiterals({ ...document, definitions }, limits);
}

// Limits that have been raised far enough let documents through that are too deep for any reader of trees.
function checkSizesSafely(sent: Sent, limits: DocumentLimits): GraphQLError | undefined {
  try {
    return checkSizes(sent, limits);
  } catch (error) {
    if (error instanceof RangeError) {
      return createLimitError('MAX_DEPTH_EXCEEDED', `Fields may be at most ${limits.maxDepth} deep.`);
    }
    throw error;
  }
}

function checkSizes({ schema, document, variables }: Sent, limits: DocumentLimits): GraphQLError | undefined {
  const fragments = new Map(document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  for (const operation of document.definitions.filter(isOperation)) {
    const measured = { schema, fragments, variables: withDefaults(operation, variables) };
    const { measureSelection } = createMeasure(measured);
    const type = schema.getRootType(operation.operation) ?? undefined;
    const error = checkMeasure(measureSelection(operation.selectionSet, type), { operation, limits });
    if (error) {
      return error;
    }
  }
  // Whoever spreads a fragment has been measured with it; what nobody spreads is still validated.
  const { measureFragment } = createMeasure({ schema, fragments, variables });
  for (const name of fragments.keys()) {
    const error = checkSpread(measureFragment(name), limits);
    if (error) {
      return error;
    }
  }
  return undefined;
}

function withDefaults(operation: OperationDefinitionNode, variables: Sent['variables']): Sent['variables'] {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return defaults.length === 0 ? variables : { ...Object.fromEntries(defaults), ...variables };
}

function isOperation(node: DocumentNode['definitions'][number]): node is OperationDefinitionNode {
  return node.kind === Kind.OPERATION_DEFINITION;
}

function isFragment(node: DocumentNode['definitions'][number]): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}
