import { FieldProblem } from './field-problem.ts';
import type { Read } from './fields.ts';
import type { Json } from './jsonb.ts';
import { readInteger } from './page.ts';
import { crash } from './refusal.ts';
import { readUuid } from './uuid.ts';

/** The name Python has for the type of a JSON value, as DRF's sentences say it. */
export function pythonTypeOf(value: unknown): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return Array.isArray(value) ? 'list' : 'dict';
}

/**
 * What Python's `data.get(name)` answers, null for what is not there.
 * @throws Refusal 500 when the body is no object, where authentik breaks.
 */
export function valueAt(data: unknown, name: string): Json {
  if (pythonTypeOf(data) !== 'dict') throw crash();
  return Object(data)[name] ?? null;
}

/** The primary key of a row with a number, which must exist. */
export function numberOf(exists: (pk: number) => boolean): Read<number> {
  return (value) => {
    const isKey = typeof value === 'string' || typeof value === 'number';
    const pk = isKey ? readInteger(String(value)) : undefined;
    if (pk === undefined) throw wrongType(value);
    if (!exists(pk)) throw notThere(value);
    return pk;
  };
}

/** Any UUID, of whatever there may be. */
export const anyUuid: Read<string> = (value) => {
  const uuid = typeof value === 'string' ? readUuid(value) : undefined;
  if (uuid === undefined) throw new FieldProblem('Must be a valid UUID.');
  return uuid;
};

/** The primary key of a row with a UUID, which must exist; any form of it that Python reads. */
export function uuidOf(exists: (pk: string) => boolean): Read<string> {
  return (value) => {
    if (typeof value === 'boolean') throw wrongType(value);
    const pk = readUuid(String(value));
    if (pk === undefined) throw new FieldProblem(`“${String(value)}” is not a valid UUID.`);
    if (!exists(pk)) throw notThere(value);
    return pk;
  };
}

/** Primary keys in a list; of several wrong ones the first is told. */
export function listOf<Key>(read: Read<Key>): Read<readonly Key[]> {
  return (value) => {
    if (typeof value !== 'object') {
      throw new FieldProblem(`Expected a list of items but got type "${pythonTypeOf(value)}".`);
    }
    const items: readonly Json[] = Array.isArray(value) ? value : Object.keys(value);
    return items.map((item) => {
      if (item === null) throw new FieldProblem('This field may not be null.');
      return read(item);
    });
  };
}

function wrongType(value: Json): FieldProblem {
  return new FieldProblem(`Incorrect type. Expected pk value, received ${pythonTypeOf(value)}.`);
}

function notThere(value: Json): FieldProblem {
  return new FieldProblem(`Invalid pk "${String(value)}" - object does not exist.`);
}
