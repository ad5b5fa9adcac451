import SchemaBuilder from '@pothos/core';
import type { JsonValue } from '../authentik/json.ts';
import type { GatewayContext } from '../context.ts';

/** What {@link builder} is told of context, nullability and scalars. */
export interface GatewayTypes {
  Context: GatewayContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string | number };
    DateTime: { Input: string; Output: string };
    JSON: { Input: JsonValue; Output: unknown };
  };
}

/**
 * The one Pothos builder; every type of the schema registers itself on it when its file is imported.
 * Fields are non-null unless they say otherwise; what costs a request of its own must be nullable.
 */
export const builder = new SchemaBuilder<GatewayTypes>({ defaultFieldNullability: false });

/** TypeScript's side of the schema, for helpers that take Pothos refs and field builders. */
export type SchemaTypes = typeof builder.$inferSchemaTypes;

builder.queryType({
  description: 'Everything that can be read. Each root field costs at least one request to authentik.',
});

builder.mutationType({
  description:
    'Everything that can be changed, at most five changes an operation, one after the other. Each is sent to authentik once and never again; when its answer is lost, the error is `UPSTREAM_OUTCOME_UNKNOWN`.',
});
