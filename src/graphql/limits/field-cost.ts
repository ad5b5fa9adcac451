import {
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  getNullableType,
  isListType,
  type ValueNode,
} from 'graphql';
import { getDeclaration } from '../plan-declaration.ts';

/** A selected field and what is known of it; no definition where the schema has no such field. */
export interface CostedField {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown> | undefined;
  /** What the field is selected on. */
  readonly type: GraphQLNamedType | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Points, and points for each row of the page around them. */
export interface Cost {
  readonly cost: number;
  readonly rowCost: number;
}

const FIELD_POINTS = 1;
const CALL_POINTS = 10;
/** Rows that cost as much as one object: ten rows share one request and its overhead. */
const ROWS_PER_POINT = 10;
const MAX_ROWS = 100;
/** Rows of a page when neither `first` nor `last` is given. */
const DEFAULT_ROWS = 20;
/** What an embedded list without a page is taken to have. */
const EMBEDDED_ROWS = 10;

/**
 * The points of a field with what is selected below it: 1 for itself, 10 for a request to authentik that it begins, and
 * what is below, times a tenth of the rows where it is a list: those of `first` or `last`, as many as a list argument has,
 * at most 100, and 10 for an embedded list, whose length nobody knows beforehand.
 */
export function toFieldCost({ node, field, type, variables }: CostedField, below: Cost): Cost {
  const declaration = getDeclaration(field?.extensions ?? {}) ?? {};
  const isCall = declaration.fetches !== undefined || type?.name === 'Mutation';
  const own = FIELD_POINTS + (isCall ? CALL_POINTS : 0);
  if (!field || declaration.rows) {
    return declaration.rows
      ? { cost: own, rowCost: below.cost + below.rowCost }
      : { cost: own + below.cost, rowCost: below.rowCost };
  }
  if (field.args.some(({ name }) => name === 'first')) {
    const rows = toPageSize({ node, variables });
    return { cost: own + below.cost + (below.rowCost * rows) / ROWS_PER_POINT, rowCost: 0 };
  }
  if (isListType(getNullableType(field.type))) {
    const rows = toListSize({ node, field, variables });
    return { cost: own + ((below.cost + below.rowCost) * rows) / ROWS_PER_POINT, rowCost: 0 };
  }
  return { cost: own + below.cost, rowCost: below.rowCost };
}

function toPageSize({ node, variables }: Pick<CostedField, 'node' | 'variables'>): number {
  const sizes = (node.arguments ?? [])
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => toNumber(value, variables));
  return sizes.length === 0 ? DEFAULT_ROWS : Math.max(...sizes);
}

// A variable that was not sent has a default that is not looked for: the usual page, or the largest where it is malformed.
function toNumber(value: ValueNode, variables: CostedField['variables']): number {
  const given =
    value.kind === 'Variable'
      ? variables[value.name.value]
      : value.kind === 'IntValue'
        ? Number(value.value)
        : undefined;
  if (given === undefined || given === null) {
    return DEFAULT_ROWS;
  }
  return typeof given === 'number' && given >= 1 && given <= MAX_ROWS ? given : MAX_ROWS;
}

function toListSize({
  node,
  field,
  variables,
}: Pick<CostedField, 'node' | 'variables'> & { readonly field: GraphQLField<unknown, unknown> }): number {
  const names = field.args.filter((argument) => isListType(getNullableType(argument.type))).map(({ name }) => name);
  const sizes = (node.arguments ?? [])
    .filter(({ name }) => names.includes(name.value))
    .map(({ value }) => toLength(value, variables));
  return sizes.length === 0 ? EMBEDDED_ROWS : Math.min(Math.max(...sizes), MAX_ROWS);
}

// One value stands for a list of one.
function toLength(value: ValueNode, variables: CostedField['variables']): number {
  if (value.kind === 'ListValue') {
    return value.values.length;
  }
  const given = value.kind === 'Variable' ? variables[value.name.value] : undefined;
  return Array.isArray(given) ? given.length : 1;
}
