import type { Inputs, Schema, Structure } from './structure.ts';

// What says nothing about the shape of an answer.
const NOISE = new Set([
  'description',
  'title',
  'readOnly',
  'writeOnly',
  'example',
  'default',
  'nullable',
  'deprecated',
]);

/**
 * Reduces what a release has to what the project keeps of it: the operations in `wanted` as far as it has them, and the
 * JSON Schemas of what they take and answer. What OpenAPI 3.0 calls nullable becomes a choice with null.
 */
export function reduce({ version, document, operations, $defs }: Structure, wanted: readonly string[]): Structure {
  const kept = wanted.flatMap((name) => {
    const operation = operations[name];
    return operation ? [[name, toOperation(operation)] as const] : [];
  });
  const names = namesIn(Object.fromEntries(kept), $defs);
  return {
    version,
    document,
    operations: Object.fromEntries(kept),
    $defs: Object.fromEntries([...names].sort().map((name) => [name, clean($defs[name] ?? {}) as Schema])),
  };
}

function toOperation({
  parameters,
  body,
  responses,
}: Structure['operations'][string]): Structure['operations'][string] {
  return {
    parameters: toInputs(parameters),
    ...(body ? { body: toInputs(body) } : {}),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, schema]) => [status, schema && (clean(schema) as Schema)]),
    ),
  };
}

function toInputs({ properties, required = [] }: Inputs): Inputs {
  return {
    properties: Object.fromEntries(
      Object.keys(properties)
        .sort()
        .map((name) => [name, clean(properties[name]) as Schema]),
    ),
    ...(required.length > 0 ? { required: required.toSorted() } : {}),
  };
}

/** The names of all schemas that one refers to, over however many others. */
function namesIn(value: unknown, $defs: Structure['$defs'], found = new Set<string>()): Set<string> {
  for (const [, name = ''] of JSON.stringify(value ?? {}).matchAll(/"\$ref":"[^"]*\/([^"/]+)"/g)) {
    if (!found.has(name)) {
      namesIn($defs[name], $defs, found.add(name));
    }
  }
  return found;
}

function clean(value: unknown, isName = false): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => clean(each));
  }
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? value.replace(/^#\/components\/schemas\//, '#/$defs/') : value;
  }
  const parts = Object.entries(value)
    .filter(([key]) => isName || !NOISE.has(key))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, each]) => [key, clean(each, key === 'properties' && !isName)]);
  const schema: unknown = Object.fromEntries(parts);
  return !isName && 'nullable' in value && value.nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}
