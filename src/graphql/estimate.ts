import { type FieldNode, type GraphQLSchema, getArgumentValues, getVariableValues } from 'graphql';
import { type EntityDeclaration, getEntities } from './entity.ts';
import type { Plan } from './plan.ts';
import { parseRepresentation } from './representation.ts';
import type { Operation } from './selected-fields.ts';

/** The least that an operation asks of authentik, whatever the answers are. */
export interface Estimate {
  readonly requests: number;
  readonly rows: number;
  /** How many entities of each type are asked for, repeated ones counted once. */
  readonly entities: ReadonlyMap<string, number>;
}

/**
 * Tells the least that an operation costs, from its plan and its variables. Entities of one type may all stand in one list,
 * so each type is one request; those named by the same key are as many rows as there are values.
 */
export function estimate(plan: Plan, operation: Operation): Estimate {
  const values = plan.entities.length === 0 ? new Map<string, Map<string, Set<string>>>() : collect(plan, operation);
  const entities = new Map([...values].map(([name, keys]) => [name, Math.max(...sizes(keys))]));
  return {
    requests: plan.leastRequests + entities.size,
    rows: [...entities.values()].reduce((sum, count) => sum + count, 0),
    entities,
  };
}

function sizes(keys: ReadonlyMap<string, ReadonlySet<string>>): number[] {
  return [...keys.values()].map(({ size }) => size);
}

// By type and key: the values, those that differ in case only counted once, as UUIDs do. What cannot be read costs nothing;
// it is refused at its own place.
function collect({ entities }: Plan, operation: Operation): Map<string, Map<string, Set<string>>> {
  const values = new Map<string, Map<string, Set<string>>>();
  const declarations = getEntities(operation.schema);
  for (const json of entities.flatMap((node) => readRepresentations(node, operation))) {
    const found = tryParse(declarations, json);
    if (found) {
      const { typeName, key, value } = found;
      const keys = values.get(typeName) ?? new Map<string, Set<string>>();
      values.set(typeName, keys.set(key.field, (keys.get(key.field) ?? new Set()).add(value.toLowerCase())));
    }
  }
  return values;
}

function readRepresentations(node: FieldNode, { schema, operation, variables }: Operation): readonly unknown[] {
  const field = getQueryField(schema, node.name.value);
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  try {
    const values = field && coerced ? getArgumentValues(field, node, coerced) : {};
    return Array.isArray(values.representations) ? values.representations : [];
  } catch {
    return [];
  }
}

function getQueryField(schema: GraphQLSchema, name: string) {
  return schema.getQueryType()?.getFields()[name];
}

function tryParse(declarations: ReadonlyMap<string, EntityDeclaration>, json: unknown) {
  try {
    return parseRepresentation(declarations, json, []);
  } catch {
    return undefined;
  }
}
