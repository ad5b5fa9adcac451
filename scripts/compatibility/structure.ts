import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const schemaShape = z.record(z.string(), z.unknown());

const inputsShape = z.object({
  properties: z.record(z.string(), schemaShape),
  required: z.array(z.string()).optional(),
});

const structureShape = z.object({
  version: z.string(),
  document: z.string(),
  operations: z.record(
    z.string(),
    z.object({
      parameters: inputsShape,
      body: inputsShape.optional(),
      responses: z.record(z.string(), schemaShape.nullable()),
    }),
  ),
  $defs: z.record(z.string(), schemaShape),
});

/**
 * What an authentik release has: operations by method and path, such as `GET /core/users/{id}/`, and JSON Schemas.
 * `document` is the version of the OpenAPI document that says so.
 */
export type Structure = z.infer<typeof structureShape>;

/** What an operation takes in its query or its body: a JSON Schema by name, and the names that must not be missing. */
export type Inputs = z.infer<typeof inputsShape>;

/** A JSON Schema. */
export type Schema = z.infer<typeof schemaShape>;

const contentShape = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: schemaShape })).optional(),
});

const documentShape = z.object({
  info: z.object({ version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({
    schemas: z.record(z.string(), schemaShape),
    parameters: z.record(z.string(), schemaShape).default({}),
    responses: z.record(z.string(), schemaShape).default({}),
  }),
});

const operationShape = z.object({
  parameters: z.array(schemaShape).default([]),
  requestBody: contentShape.optional(),
  responses: z.record(z.string(), schemaShape).default({}),
});

const parameterShape = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: schemaShape.default({}),
});

type Document = z.infer<typeof documentShape>;

/**
 * Reads what a release has from a file: a structure as those of `test/contract/structures`, or authentik's OpenAPI
 * document (`schema.yml`, or `/api/v3/schema/`), as JSON or YAML.
 * @throws Error that names the file and says what is wrong with it, for anything else
 */
export function readStructure(file: string | URL): Structure {
  try {
    const json = schemaShape.parse(parse(readFileSync(file, 'utf8')));
    return json.openapi === undefined ? structureShape.parse(json) : toStructure(documentShape.parse(json));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new Error(`${file} is not an OpenAPI document of authentik, in JSON or YAML:\n${why}`, { cause });
  }
}

function toStructure({ info, paths, components }: Document): Structure {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => /^(get|post|put|patch|delete)$/.test(method))
      .map(([method, operation]) => [
        `${method.toUpperCase()} ${path.replace(/^\/api\/v3/, '')}`,
        toOperation(operationShape.parse(operation), components),
      ]),
  );
  const { version } = info;
  return { version, document: version, operations: Object.fromEntries(operations), $defs: components.schemas };
}

function toOperation(
  { parameters, requestBody, responses }: z.infer<typeof operationShape>,
  components: Document['components'],
): Structure['operations'][string] {
  const body = requestBody && toSchema(requestBody);
  return {
    parameters: toQuery(parameters.map((parameter) => follow(parameter, components.parameters))),
    ...(body ? { body: inputsShape.parse({ properties: {}, ...follow(body, components.schemas) }) } : {}),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [status, toSchema(follow(response, components.responses))]),
    ),
  };
}

function toQuery(parameters: readonly Schema[]): Inputs {
  const query = parameters.map((each) => parameterShape.parse(each)).filter((each) => each.in === 'query');
  const required = query.filter((each) => each.required).map(({ name }) => name);
  return {
    properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 ? { required } : {}),
  };
}

function toSchema(holder: Schema): Schema | null {
  return contentShape.parse(holder).content?.['application/json']?.schema ?? null;
}

/** A schema as if null were out of the question, and whether it is not. */
export function withoutNull(schema: Schema): { readonly schema: Schema; readonly isNullable: boolean } {
  // OpenAPI 3.0 has `nullable`, JSON Schema an alternative; a single `allOf` only carries notes about a reference.
  const options = (schema.anyOf ?? schema.allOf ?? schema.oneOf) as readonly Schema[] | undefined;
  const [only, ...others] = options?.filter(({ type }) => type !== 'null') ?? [];
  const isNullable = schema.nullable === true || options?.some(({ type }) => type === 'null') === true;
  return { schema: only && others.length === 0 ? only : schema, isNullable };
}

/** The schema itself, or the one that its `$ref` names. */
export function follow(schema: Schema, named: Readonly<Record<string, Schema>>): Schema {
  const name = typeof schema.$ref === 'string' ? schema.$ref.replace(/^.*\//, '') : undefined;
  return name === undefined ? schema : (named[name] ?? {});
}
