/** How large a document and its variables may be; every number is the largest that is let through. */
export interface DocumentLimits {
  readonly maxTokens: number;
  /** Fields inside fields, the root's being 1. */
  readonly maxDepth: number;
  /** The same below `__schema` and `__type`. */
  readonly maxIntrospectionDepth: number;
  readonly maxAliases: number;
  readonly maxRootFields: number;
  /** Root fields of a mutation. */
  readonly maxMutations: number;
  readonly maxDirectives: number;
  /** Operations and fragments of a document. */
  readonly maxDefinitions: number;
  /** Variables that an operation declares. */
  readonly maxVariables: number;
  /** Lists and objects inside each other, in a variable or in a literal. */
  readonly maxVariableDepth: number;
  /** Keys of all objects in the variables. */
  readonly maxVariableKeys: number;
  /** Items of one list, in a variable or in a literal. */
  readonly maxListItems: number;
  /** Points; see `measure.ts`. */
  readonly maxCost: number;
  /** Validation errors that are told. */
  readonly maxValidationErrors: number;
  /** Whether `__schema` and `__type` may be asked for. */
  readonly introspection: boolean;
}
