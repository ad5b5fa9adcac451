import { follow, type Schema, type Structure } from './structure.ts';

/** Where a row stands in what an operation answers: the operation, then properties, through lists and references. */
export type Place = readonly [operation: string, ...properties: readonly string[]];

/** What a release has of something, by its own words, such as `property avatar` → `string`. */
export type Found = Readonly<Record<string, string>>;

/** The properties that rows in this place have; `undefined` where the release has no such place. */
export function findProperties(structure: Structure, [operation, ...properties]: Place): Found | undefined {
  const row = findSchema(structure, [operation, ...properties]);
  const found = row && listProperties(row);
  return (
    found &&
    Object.fromEntries(Object.entries(found).map(([name, schema]) => [name, describeType(schema, structure.$defs)]))
  );
}

/** The words that a property may hold, where the release lists them. */
export function findWords(structure: Structure, place: Place): readonly string[] | undefined {
  const words = findSchema(structure, place)?.enum;
  return Array.isArray(words) ? words.map(String) : undefined;
}

function findSchema({ operations, $defs }: Structure, [operation, ...properties]: Place): Schema | undefined {
  const answer = Object.entries(operations[operation]?.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  return properties.reduce<Schema | undefined>(
    (schema, property) => {
      const next = schema && listProperties(schema)?.[property];
      return next && unwrap(next, $defs);
    },
    answer ? unwrap(answer, $defs) : undefined,
  );
}

function listProperties({ properties }: Schema): Readonly<Record<string, Schema>> | undefined {
  return properties as Readonly<Record<string, Schema>> | undefined;
}

// The object behind references, lists and "or null".
function unwrap(schema: Schema, $defs: Structure['$defs']): Schema {
  const { schema: inner } = withoutNull(schema);
  const target = inner.$ref === undefined ? inner : follow(inner, $defs);
  return target.type === 'array'
    ? unwrap(target.items as Schema, $defs)
    : target === schema
      ? target
      : unwrap(target, $defs);
}

// OpenAPI 3.0 has `nullable`, JSON Schema an alternative; a single `allOf` only carries notes about a reference.
function withoutNull(schema: Schema): { readonly schema: Schema; readonly isNullable: boolean } {
  const options = (schema.anyOf ?? schema.allOf ?? schema.oneOf) as readonly Schema[] | undefined;
  const [only, ...others] = options?.filter(({ type }) => type !== 'null') ?? [];
  const isNullable = schema.nullable === true || options?.some(({ type }) => type === 'null') === true;
  return { schema: only && others.length === 0 ? only : schema, isNullable };
}

// As far as answers are read by it: lengths and patterns are left out.
function describeType(schema: Schema, $defs: Structure['$defs']): string {
  const { schema: inner, isNullable } = withoutNull(schema);
  const target = inner.$ref === undefined ? inner : follow(inner, $defs);
  const text =
    target.type === 'array'
      ? `[${describeType(target.items as Schema, $defs)}]`
      : [target.type ?? 'anything', target.format].filter((part) => part !== undefined).join(' ');
  return isNullable ? `${text} or null` : text;
}
