import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded, toFragment } from './selection.ts';

/** An operation about to run: graphql-js's execution arguments, variables as the caller sent them. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A selection and the type it is made on. */
export interface Selection {
  readonly type: GraphQLCompositeType;
  readonly selectionSet: SelectionSetNode;
}

/** A selected field and its definition. */
export interface SelectedField {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  /** e.g. `Group.users`, also where the selection is on a union. */
  readonly coordinate: string;
}

/**
 * The fields that a selection selects, through its fragments and without what `@skip` and `@include` leave out; `__typename`
 * is none. A named fragment counts once on each type, however often it is spread, so that the work stays linear.
 */
export function* selectedFields(
  operation: Operation,
  { type, selectionSet }: Selection,
  seen: Set<string> = new Set(),
): Generator<SelectedField> {
  for (const node of selectionSet.selections) {
    if (!isIncluded(node, operation.variables)) {
      continue;
    }
    if (node.kind === 'Field') {
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
      if (field) {
        yield { node, field, coordinate: `${type.name}.${field.name}` };
      }
      continue;
    }
    const fragment = toFragment(node, operation.fragments);
    const fragmentType = fragment?.typeName === undefined ? type : operation.schema.getType(fragment.typeName);
    const isNew = node.kind === 'InlineFragment' || seen.size < seen.add(node.name.value).size;
    if (isNew && fragment && isCompositeType(fragmentType)) {
      yield* selectedFields(operation, { type: fragmentType, selectionSet: fragment.selectionSet }, seen);
    }
  }
}

/** Whether nothing but `names` (and `__typename`) is selected below a field; never for an empty list of names. */
export function selectsOnly(operation: Operation, field: FieldNode, names: readonly string[]): boolean {
  const seen = new Set<string>();
  const isOnly = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).every((node) => {
      if (!isIncluded(node, operation.variables)) {
        return true;
      }
      if (node.kind === 'Field') {
        return node.name.value === '__typename' || names.includes(node.name.value);
      }
      const isKnown = node.kind === 'FragmentSpread' && seen.size === seen.add(node.name.value).size;
      return isKnown || isOnly(toFragment(node, operation.fragments)?.selectionSet);
    });
  return names.length > 0 && isOnly(field.selectionSet);
}

/** The fragments of a document by name. */
export function toFragments(document: DocumentNode): Operation['fragments'] {
  return Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
}
