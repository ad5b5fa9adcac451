import { type ASTNode, GraphQLError } from 'graphql';

/** The codes of documents and variables that are larger than they may be. */
export type LimitCode =
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'MAX_DEPTH_EXCEEDED'
  | 'MAX_ALIASES_EXCEEDED'
  | 'MAX_ROOT_FIELDS_EXCEEDED'
  | 'MAX_DIRECTIVES_EXCEEDED'
  | 'MAX_FRAGMENTS_EXCEEDED'
  | 'MAX_VARIABLES_EXCEEDED'
  | 'MAX_LIST_EXCEEDED'
  | 'OPERATION_TOO_COMPLEX';

/** An error that refuses a request as a whole; `always`: with status 400 whatever the caller accepts. */
export function createLimitError(code: LimitCode, message: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(message, { nodes: node ?? null, extensions: { code, always: true, http: { status: 400 } } });
}
