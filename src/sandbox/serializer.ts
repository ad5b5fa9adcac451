import { FieldProblem } from './field-problem.ts';
import type { Read } from './fields.ts';
import type { Json } from './jsonb.ts';
import { type Names, only } from './names.ts';
import { pythonTypeOf } from './references.ts';
import { Refusal } from './refusal.ts';

/** One field of a body: how it is read and what is said when it is missing or null. */
type Field<Value> = {
  readonly read: Read<Value>;
  readonly isRequired?: boolean;
  readonly canBeNull?: boolean;
  /** What a missing field means, unless the body is a patch. */
  readonly standard?: Value;
};

/** The fields of a body, in the order of the serializer. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What was read: only fields that were sent or have a standard; what no field names is ignored, as DRF does. */
export type Parsed<Body extends Fields> = {
  -readonly [Name in keyof Body]?:
    | (Body[Name] extends Field<infer Value> ? Value : never)
    | (Body[Name] extends { readonly canBeNull: true } ? null : never);
};

/**
 * Reads a body as a DRF serializer does.
 * @throws Refusal 400 with all problems by field, or under `non_field_errors` for what is no object.
 */
export function parseBody<Body extends Fields>(fields: Body, data: unknown, isPatch = false): Parsed<Body> {
  const body = asDictionary(data);
  const parsed: Record<string, unknown> = {};
  const problems: Record<string, readonly string[]> = {};
  for (const [name, field] of Object.entries(fields)) {
    try {
      if (Object.hasOwn(body, name)) parsed[name] = readField(field, body[name] ?? null);
      else if (!isPatch && field.isRequired) throw new FieldProblem('This field is required.');
      else if (!isPatch && field.standard !== undefined) parsed[name] = field.standard;
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      problems[name] = error.sentences;
    }
  }
  if (Object.keys(problems).length > 0) throw new Refusal(400, problems);
  return parsed as Parsed<Body>; // each value was read by the field of its name
}

/** The fields of a body that a release has. */
export function pick<Body extends Fields>(fields: Body, known: Names): Body {
  return only(fields, known) as Body; // fewer fields, all of which may be missing from what was read
}

function asDictionary(data: unknown): { readonly [key: string]: Json } {
  if (data === null) throw new Refusal(400, { non_field_errors: ['No data provided'] });
  if (typeof data !== 'object' || Array.isArray(data)) {
    const sentence = `Invalid data. Expected a dictionary, but got ${pythonTypeOf(data)}.`;
    throw new Refusal(400, { non_field_errors: [sentence] });
  }
  return { ...data };
}

function readField(field: Field<unknown>, value: Json): unknown {
  if (value !== null) return field.read(value);
  if (field.canBeNull) return null;
  throw new FieldProblem('This field may not be null.');
}
