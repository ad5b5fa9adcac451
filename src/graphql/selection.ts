import {
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLResolveInfo,
  getNamedType,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;
type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Whether `@skip` and `@include` leave a selection in. Both may hold variables. */
export function isIncluded(node: SelectionNode, variables: Variables): boolean {
  return (node.directives ?? []).every(({ name, arguments: args }) => {
    const argument = args?.find((candidate) => candidate.name.value === 'if');
    const condition = argument && valueFromASTUntyped(argument.value, { ...variables });
    return name.value === 'skip' ? condition !== true : name.value === 'include' ? condition !== false : true;
  });
}

/** A fragment, inline or by name, with its type condition (`undefined` for `... { }`); `undefined` if it is not defined. */
export function toFragment(
  node: InlineFragmentNode | FragmentSpreadNode,
  fragments: Fragments,
): { readonly typeName: string | undefined; readonly selectionSet: SelectionSetNode } | undefined {
  const fragment = node.kind === 'FragmentSpread' ? fragments[node.name.value] : node;
  return fragment && { typeName: fragment.typeCondition?.name.value, selectionSet: fragment.selectionSet };
}

/**
 * Whether the selection below the resolved field selects anything through a fragment on one of `typeNames` (an error's own
 * type and its interface), however deep in other fragments. A bare `__typename`, which clients add by themselves, does not
 * count, nor does a fragment from which nothing is left for that error.
 */
export function hasFragmentOn(info: GraphQLResolveInfo, typeNames: readonly string[]): boolean {
  const passing = [getNamedType(info.returnType).name, ...typeNames];
  // Each named fragment is looked into once: fragments that spread each other twice would double the work at every level.
  const seen = new Set<string>();
  const search = (selectionSet: SelectionSetNode | undefined, isInside: boolean): boolean =>
    (selectionSet?.selections ?? []).some((node) => {
      if (!isIncluded(node, info.variableValues)) {
        return false;
      }
      if (node.kind === 'Field') {
        return isInside;
      }
      if (node.kind === 'FragmentSpread' && seen.size === seen.add(`${isInside} ${node.name.value}`).size) {
        return false;
      }
      const { typeName, selectionSet: below } = toFragment(node, info.fragments) ?? {};
      return (
        (typeName === undefined || passing.includes(typeName)) &&
        search(below, isInside || (typeName !== undefined && typeNames.includes(typeName)))
      );
    });
  return info.fieldNodes.some((node) => search(node.selectionSet, false));
}
