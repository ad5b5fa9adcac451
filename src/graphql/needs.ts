import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded, toFragment } from './selection.ts';

/** authentik's switches for what it embeds in a token, a user or a group (its own parameter names). */
export type IncludeSwitch =
  | 'include_groups'
  | 'include_roles'
  | 'include_users'
  | 'include_children'
  | 'include_parents'
  | 'include_inherited_roles';

/** The switches that some field of the operation needs to be on. */
export type Needs = ReadonlySet<IncludeSwitch>;

/** What a field declares about itself, as Pothos `extensions`. */
interface NeedExtensions {
  readonly [key: string]: unknown;
  /** The switch that makes authentik embed what the field answers. */
  readonly needs: IncludeSwitch;
  /** Selections below the field that can be answered without it, from the keys that authentik always sends. */
  readonly unlessOnly: readonly string[];
}

/** Declares, beside a field, the switch it needs; not when all that is selected below it is among `unlessOnly`. */
export function needs(include: IncludeSwitch, unlessOnly: readonly string[] = []): NeedExtensions {
  return { needs: include, unlessOnly };
}

/** What {@link collectNeeds} reads of an operation: graphql-js's execution arguments, variables as the caller sent them. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Walks the whole selection once (fragments, aliases, `@skip`, `@include`) and answers the union of what its fields need. */
export function collectNeeds(operation: Operation): Needs {
  const found = new Set<IncludeSwitch>();
  const root = operation.schema.getRootType(operation.operation.operation);
  for (const { node, extensions } of root ? walk(operation, root, operation.operation.selectionSet) : []) {
    if (isNeed(extensions) && !selectsOnly(operation, node, extensions.unlessOnly)) {
      found.add(extensions.needs);
    }
  }
  return found;
}

interface SelectedField {
  readonly node: FieldNode;
  readonly extensions: object;
}

function* walk(operation: Operation, parent: GraphQLCompositeType, set: SelectionSetNode): Generator<SelectedField> {
  for (const node of set.selections) {
    if (!isIncluded(node, operation.variables)) {
      continue;
    }
    if (node.kind === 'Field') {
      yield* walkField(operation, parent, node);
      continue;
    }
    const fragment = toFragment(node, operation.fragments);
    const type = fragment?.typeName === undefined ? parent : operation.schema.getType(fragment.typeName);
    if (fragment && isCompositeType(type)) {
      yield* walk(operation, type, fragment.selectionSet);
    }
  }
}

function* walkField(operation: Operation, parent: GraphQLCompositeType, node: FieldNode): Generator<SelectedField> {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (!field) {
    return;
  }
  yield { node, extensions: field.extensions };
  const type = getNamedType(field.type);
  if (node.selectionSet && isCompositeType(type)) {
    yield* walk(operation, type, node.selectionSet);
  }
}

function selectsOnly(operation: Operation, field: FieldNode, names: readonly string[]): boolean {
  const selected = (set: SelectionSetNode | undefined): string[] =>
    (set?.selections ?? [])
      .filter((node) => isIncluded(node, operation.variables))
      .flatMap((node) =>
        node.kind === 'Field' ? [node.name.value] : selected(toFragment(node, operation.fragments)?.selectionSet),
      );
  return (
    names.length > 0 && selected(field.selectionSet).every((name) => name === '__typename' || names.includes(name))
  );
}

function isNeed(extensions: object): extensions is NeedExtensions {
  return 'needs' in extensions;
}
