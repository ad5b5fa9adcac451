import { follow, type Schema, type Structure, withoutNull } from './structure.ts';

const BY_TYPE: Readonly<Record<string, unknown>> = { boolean: true, integer: 1, number: 1, string: 'text' };
const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-01-01',
  'date-time': '2026-01-01T00:00:00Z',
  email: 'a@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000001',
};
/** How far down objects are made up: schemas may refer to themselves, and no shape of ours reads further. */
const DEPTH = 4;

/** Values that a schema stands for, one of each kind: of several types where it allows several, and null. */
export function listSamples(schema: Schema, $defs: Structure['$defs'], depth = DEPTH): readonly unknown[] {
  const { schema: inner, isNullable } = withoutNull(schema);
  const target = inner.$ref === undefined ? inner : follow(inner, $defs);
  return [...listValues(target, $defs, depth), ...(isNullable ? [null] : [])];
}

/** Whether no value that was right before is right now, as far as JSON's types tell it. Null is no type. */
export function isOtherType(before: readonly unknown[], now: readonly unknown[]): boolean {
  const [old, types] = [toTypes(before), toTypes(now)];
  return old.length > 0 && types.length > 0 && !old.some((type) => types.includes(type));
}

function listValues(schema: Schema, $defs: Structure['$defs'], depth: number): readonly unknown[] {
  const options = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (options) {
    return options.flatMap((option) => listSamples(option, $defs, depth)).filter((value) => value !== null);
  }
  if (schema.type === 'array') {
    return listSamples((schema.items ?? {}) as Schema, $defs, depth).map((value) => [value]);
  }
  if (schema.type === 'object') {
    return [depth > 0 ? toObject(schema, $defs, depth - 1) : {}];
  }
  const { [String(schema.type)]: sample } = BY_TYPE;
  return sample === undefined ? [...Object.values(BY_TYPE), {}] : [BY_FORMAT[String(schema.format)] ?? sample];
}

function toObject({ properties = {} }: Schema, $defs: Structure['$defs'], depth: number): unknown {
  return Object.fromEntries(
    Object.entries(properties as Readonly<Record<string, Schema>>).map(([name, schema]) => [
      name,
      listSamples(schema, $defs, depth)[0],
    ]),
  );
}

function toTypes(values: readonly unknown[]): string[] {
  return values.filter((value) => value !== null).map(toType);
}

function toType(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(toType)}]` : typeof value;
}
