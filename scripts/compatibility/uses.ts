import { type GraphQLSchema, isObjectType } from 'graphql';
import { OPERATIONS, ROWS } from './rows.ts';
import type { Field, Use } from './use.ts';
import { listUsesOfMutation, listUsesOfQuery } from './uses-of-requests.ts';
import { listUsesOfRows } from './uses-of-rows.ts';

/** Everything of a schema that takes something of authentik, each once. */
export function listUses(schema: GraphQLSchema): Use[] {
  const uses = [
    ...ROWS.flatMap((row) => listUsesOfRows(schema, row)),
    ...Object.entries(OPERATIONS).flatMap(([coordinate, operations]) =>
      listUsesOfQuery(coordinate, getField(schema, coordinate), operations),
    ),
    ...Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(listUsesOfMutation),
  ];
  return [...new Map(uses.map((use) => [use.coordinate, use])).values()];
}

function getField(schema: GraphQLSchema, coordinate: string): Field {
  const [typeName = '', name = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (!field) {
    throw new TypeError(`expected a field of the schema, but got: ${coordinate}`);
  }
  return field;
}
