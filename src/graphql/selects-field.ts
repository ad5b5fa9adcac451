import { type GraphQLResolveInfo, getNamedType, isCompositeType } from 'graphql';
import { selectedFields } from './selected-fields.ts';

/** Whether the selection below the field that is being resolved selects a field of this name, through whatever fragments. */
export function selectsField(info: GraphQLResolveInfo, name: string): boolean {
  const type = getNamedType(info.returnType);
  const { schema, operation, fragments, variableValues: variables } = info;
  return (
    isCompositeType(type) &&
    info.fieldNodes.some(({ selectionSet }) => {
      const fields = selectionSet
        ? selectedFields({ schema, operation, fragments, variables }, { type, selectionSet })
        : [];
      return [...fields].some(({ field }) => field.name === name);
    })
  );
}
