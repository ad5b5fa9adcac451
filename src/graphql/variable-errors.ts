import {
  coerceInputValue,
  type ExecutionArgs,
  GraphQLError,
  isInputType,
  Kind,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';

// graphql-js's own sentences that quote names of the schema, never a value.
const ABOUT_NAMES =
  /^Field "\w{1,100}" (of required type "[\w![\]]+" was not provided\.|is not defined by type "\w+"\.)$/;

/**
 * Words an error about a variable anew, so that it says where the value does not fit and never quotes it: the variables
 * of a mutation hold passwords and keys. Any other error is answered as it is.
 */
export function hideVariable(error: GraphQLError, { schema, variableValues }: ExecutionArgs): GraphQLError {
  const definition = error.nodes?.find((node) => node.kind === Kind.VARIABLE_DEFINITION);
  const type = definition && typeFromAST(schema, definition.type);
  if (!definition || !isInputType(type)) {
    return error;
  }
  const complaints: string[] = [];
  coerceInputValue(variableValues?.[definition.variable.name.value], type, (path, _value, { message }) => {
    complaints.push(toComplaint(definition, path, message));
  });
  const message = complaints[0] ?? toComplaint(definition, [], '');
  return new GraphQLError(message, { nodes: definition, extensions: error.extensions });
}

function toComplaint(definition: VariableDefinitionNode, path: readonly (string | number)[], message: string): string {
  const place = [definition.variable.name.value, ...path].join('.');
  const said = ABOUT_NAMES.exec(message)?.[0] ?? 'The value is not of the type that the schema asks for.';
  return `Variable "$${place}": ${said}`;
}
