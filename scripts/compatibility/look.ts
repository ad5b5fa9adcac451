import { listSamples } from './samples.ts';
import { follow, type Schema, type Structure, withoutNull } from './structure.ts';

/** Where a row stands in what an operation answers: the operation, then properties, through lists and references. */
export type Place = readonly [operation: string, ...properties: readonly string[]];

/** What a release has of one thing. */
export interface Facet {
  /** As it is told, such as `string date-time or null`. */
  readonly text: string;
  /** Values that it stands for, one of each kind; none for what has no value. */
  readonly samples: readonly unknown[];
  /** Whether a request without it is refused. */
  readonly isRequired?: boolean;
}

/** What a release has of something, by its own words, such as `property avatar`. */
export type Found = Readonly<Record<string, Facet>>;

/** The properties that rows in this place have; `undefined` where the release has no such place. */
export function findProperties(structure: Structure, place: Place): Found | undefined {
  const row = findSchema(structure, place);
  return (
    row &&
    Object.fromEntries(
      Object.entries(listProperties(row)).map(([name, schema]) => [
        name,
        { text: describeType(schema, structure.$defs), samples: listSamples(schema, structure.$defs) },
      ]),
    )
  );
}

/** What a request can say, by names such as `parameter search` and `body field name`; `undefined` without the operation. */
export function findInputs({ operations, $defs }: Structure, operation: string): Found | undefined {
  const asked = operations[operation];
  const list = (kind: string, { properties, required = [] } = asked?.parameters ?? { properties: {} }) =>
    Object.entries(properties).map(([name, schema]): [string, Facet] => [
      `${kind} ${name}`,
      { text: describeInput(schema, $defs), samples: listSamples(schema, $defs), isRequired: required.includes(name) },
    ]);
  return asked && Object.fromEntries([...list('parameter'), ...(asked.body ? list('body field', asked.body) : [])]);
}

/** The words that a property may hold, where the release lists them. */
export function findWords(structure: Structure, place: Place): readonly string[] | undefined {
  const words = findSchema(structure, place)?.enum;
  return Array.isArray(words) ? words.map(String) : undefined;
}

function findSchema({ operations, $defs }: Structure, [name, ...properties]: Place): Schema | undefined {
  const operation = operations[name];
  const answer = Object.entries(operation?.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  return properties.reduce<Schema | undefined>(
    (schema, property) => {
      const next = schema && listProperties(schema)[property];
      return next && unwrap(next, $defs);
    },
    operation && unwrap(answer ?? {}, $defs),
  );
}

function listProperties({ properties = {} }: Schema): Readonly<Record<string, Schema>> {
  return properties as Readonly<Record<string, Schema>>;
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

// As far as answers are read by it: lengths and patterns are left out.
function describeType(schema: Schema, $defs: Structure['$defs'], describeMore: (schema: Schema) => string = () => '') {
  const { schema: inner, isNullable } = withoutNull(schema);
  const target = inner.$ref === undefined ? inner : follow(inner, $defs);
  const text: string =
    target.type === 'array'
      ? `[${describeType(target.items as Schema, $defs, describeMore)}]`
      : [target.type ?? 'anything', target.format].filter((part) => part !== undefined).join(' ');
  return `${text}${describeMore(target)}${isNullable ? ' or null' : ''}`;
}

// What is sent must also keep within limits. The words of an enum are told by the values of ours.
function describeInput(schema: Schema, $defs: Structure['$defs']): string {
  return describeType(schema, $defs, (target) => {
    const limits = LIMITS.filter((limit) => target[limit] !== undefined).map((limit) => `${limit} ${target[limit]}`);
    return limits.length > 0 ? ` (${limits.join(', ')})` : '';
  });
}

const LIMITS = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'pattern'];
