import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
} from 'graphql';
import { schema } from '../../src/schema.ts';
import { time } from './pool.ts';
import { NAMED, pageSize, withBad } from './values.ts';

/** Values of a field's arguments by name. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Stands for the cursor of a row of a list at the root until the document is run: its digest is the list's. */
export class CursorOf {
  readonly offset: number;

  constructor(offset: number) {
    this.offset = offset;
  }
}

type AnyField = GraphQLField<unknown, unknown>;

/** Random arguments for a field. @throws TypeError for an argument that nothing here has values for */
export function argumentsOf(field: AnyField): fc.Arbitrary<Arguments> {
  const named = field.args.map((argument) => argument.name);
  if (named.includes('first')) {
    return connectionArguments(field);
  }
  const values = field.args.map((argument): [string, fc.Arbitrary<unknown>] => [
    argument.name,
    valuesOf(field, argument),
  ]);
  const required = field.args.filter(isRequiredArgument).map((argument) => argument.name);
  if (required.length > 0 || named.length < 2) {
    return fc.record(Object.fromEntries(values), { requiredKeys: required });
  }
  const one = fc.oneof(...values.map(([name, value]) => value.map((drawn) => ({ [name]: drawn }))));
  return fc.oneof(
    { weight: 15, arbitrary: one },
    { weight: 1, arbitrary: fc.record(Object.fromEntries(values), { requiredKeys: [] }) },
  );
}

function connectionArguments(field: AnyField): fc.Arbitrary<Arguments> {
  const rest = Object.fromEntries(
    field.args
      .filter(({ name }) => name === 'where' || name === 'orderBy')
      .map((argument) => [argument.name, valuesOf(field, argument)]),
  );
  const isAtRoot = schema.getQueryType()?.getFields()[field.name] === field;
  const cursor = fc.nat(6).map((offset) => new CursorOf(offset));
  const cursors = isAtRoot ? fc.record({ after: cursor, before: cursor }, { requiredKeys: [] }) : fc.constant({});
  const slice = fc.oneof(
    { weight: 16, arbitrary: pageSize.map((first) => ({ first })) },
    { weight: 6, arbitrary: pageSize.map((last) => ({ last })) },
    { weight: 6, arbitrary: fc.tuple(pageSize, cursors).map(([first, range]) => ({ first, ...range })) },
    { weight: 6, arbitrary: fc.tuple(pageSize, cursors).map(([last, range]) => ({ last, ...range })) },
    { weight: 1, arbitrary: fc.constantFrom<Arguments>({}, { first: 1, last: 1 }, { first: 2, after: 'x' }) },
  );
  const more = fc.oneof(
    { weight: 2, arbitrary: fc.constant<Arguments>({}) },
    { weight: 1, arbitrary: fc.record<Record<string, unknown>, string>(rest, { requiredKeys: [] }) },
  );
  return fc.tuple(slice, more).map(([range, others]) => ({ ...range, ...others }));
}

function valuesOf(field: AnyField, argument: GraphQLArgument): fc.Arbitrary<unknown> {
  return NAMED[`${field.name}.${argument.name}`] ?? NAMED[argument.name] ?? valuesOfType(argument.type, argument.name);
}

function valuesOfType(type: GraphQLInputType, name: string): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) {
    return valuesOfType(type.ofType, name);
  }
  if (isListType(type)) {
    return fc.array(valuesOfType(type.ofType, name), { minLength: 1, maxLength: 2 });
  }
  if (isEnumType(type)) {
    return fc.constantFrom(...type.getValues().map((value) => value.name));
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const values = fields.map(
      (field) => [field.name, NAMED[field.name] ?? valuesOfType(field.type, field.name)] as const,
    );
    return type.name.endsWith('Where')
      ? oneOrTwo(values)
      : fc.record(Object.fromEntries(values), { noNullPrototype: true });
  }
  if (String(type) === 'Boolean') {
    return fc.boolean();
  }
  if (String(type) === 'DateTime') {
    return withBad(time, 'yesterday');
  }
  throw new TypeError(`expected values for the argument ${name}: ${String(type)} in arguments.ts, but found none`);
}

function oneOrTwo(values: readonly (readonly [string, fc.Arbitrary<unknown>])[]): fc.Arbitrary<unknown> {
  const one = fc.oneof(
    ...values.map(([name, value]) => withBad<unknown>(value, null).map((drawn) => ({ [name]: drawn }))),
  );
  return fc.oneof(
    { weight: 3, arbitrary: one },
    { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => ({ ...a, ...b })) },
  );
}
