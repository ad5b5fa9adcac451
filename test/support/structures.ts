import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

type Schema = Readonly<Record<string, unknown>>;

/** What an operation takes in its query or its body, by name. */
interface Inputs {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** What a release's OpenAPI document says of the endpoints that the sandbox has, as JSON Schema. */
export type Structure = {
  readonly version: string;
  /** By method and path, such as `GET /core/users/{id}/`. A response without body is null. */
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly parameters: Inputs;
        readonly body?: Inputs;
        readonly responses: Readonly<Record<string, Schema | null>>;
      }
    >
  >;
  readonly $defs: Readonly<Record<string, { readonly properties?: Schema }>>;
};

const folder = new URL('../contract/structures/', import.meta.url);

/** All releases whose documents are at hand, oldest first. */
export const structures: readonly Structure[] = readdirSync(folder)
  .map((file): Structure => JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  .toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));

// DRF always answers all of a serializer's fields, also those that the document does not call required.
const MAY_BE_MISSING = ['original', 'group_pk', 'code'];

/** Checks answers of one release; knows no field that the document does not. */
export function createValidator({ $defs }: Structure): (schema: Schema) => ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    formats: {
      uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$/,
      // Which the document gives a format, though it may be empty.
      email: /^$|^[^@\s]+@[^@\s]+$/,
    },
  });
  const strict = Object.fromEntries(Object.entries($defs).map(([name, schema]) => [name, close(schema)]));
  return (schema) => ajv.compile({ ...schema, $defs: strict });
}

function close(schema: { readonly properties?: Schema }): Schema {
  if (!schema.properties || 'additionalProperties' in schema) return schema;
  const required = Object.keys(schema.properties).filter((name) => !MAY_BE_MISSING.includes(name));
  return { ...schema, required, additionalProperties: false };
}
