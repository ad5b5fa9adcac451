import { readFileSync } from 'node:fs';
import {
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema, sdl } from '../../src/schema.ts';

const ENTITIES = ['Token', 'User', 'Group'];
const SHARED = ['Query', 'PageInfo', ...ENTITIES];
const allTypes = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);
// What federation adds has names and types of its own, given by its specification.
const types = allTypes.filter(({ name }) => !name.startsWith('_'));

interface Described {
  readonly at: string;
  readonly name: string;
  readonly description: string | null | undefined;
}

function describedParts(type: GraphQLNamedType): Described[] {
  const self = { at: type.name, name: type.name, description: type.description };
  if (isEnumType(type)) {
    return [self, ...type.getValues().map((value) => ({ ...value, at: `${type.name}.${value.name}` }))];
  }
  if (isInputObjectType(type)) {
    return [self, ...Object.values(type.getFields()).map((field) => ({ ...field, at: `${type.name}.${field.name}` }))];
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields());
    return [
      self,
      ...fields.map((field) => ({ ...field, at: `${type.name}.${field.name}` })),
      ...fields.flatMap((field) =>
        field.args.map((arg) => ({ ...arg, at: `${type.name}.${field.name}(${arg.name})` })),
      ),
    ];
  }
  return [self];
}

/** The words of a name or sentence, without those that add nothing. */
function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(
      (word) =>
        word !== '' && !['a', 'an', 'the', 'of', 'this', 'is', 'authentik', 's', 'to', 'for', 'and'].includes(word),
    );
}

const objects = types.filter((type) => isObjectType(type) || isInterfaceType(type));
const outputFields = objects.flatMap((type) =>
  Object.values(type.getFields())
    .filter(({ name }) => !name.startsWith('_'))
    .map((field) => ({ type, field, at: `${type.name}.${field.name}` })),
);

describe('schema.graphql', () => {
  it('is what the code builds', () => {
    expect(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')).toBe(sdl);
  });
});

describe('every part of the schema', () => {
  it.each(allTypes.flatMap(describedParts).map((part) => [part.at, part] as const))(
    '%s says more than its name',
    (_at, part) => {
      const added = wordsOf(part.description ?? '').filter((word) => !wordsOf(part.name).includes(word));

      expect(added.length).toBeGreaterThanOrEqual(1);
      expect(part.description).toMatch(/[.)]$/);
    },
  );
});

describe('names', () => {
  it('are prefixed with Authentik unless they are entities, shared or scalars', () => {
    const others = types.filter((type) => !isScalarType(type) && !SHARED.includes(type.name));

    expect(others.filter(({ name }) => !name.startsWith('Authentik')).map(({ name }) => name)).toEqual([]);
  });

  it('are camelCase for fields and arguments, SCREAMING_CASE for enum values', () => {
    const lower = [
      ...outputFields.map(({ field }) => field.name),
      ...outputFields.flatMap(({ field }) => field.args.map(({ name }) => name)),
    ];
    const inputs = types.filter(isInputObjectType).flatMap((type) => Object.keys(type.getFields()));
    const values = types.filter(isEnumType).flatMap((type) => type.getValues().map(({ name }) => name));

    expect([...lower, ...inputs].filter((name) => !/^[a-z][a-zA-Z0-9]*$/.test(name))).toEqual([]);
    expect(values.filter((name) => !/^[A-Z][A-Z0-9_]*$/.test(name))).toEqual([]);
  });

  it('give an id to entities only, and pk to all that has one', () => {
    const withId = outputFields.filter(({ field }) => field.name === 'id').map(({ type }) => type.name);

    expect(withId.sort()).toEqual([...ENTITIES].sort());
    for (const { at, field } of outputFields.filter(({ field }) => field.name === 'id')) {
      expect(`${at}: ${field.type}`).toBe(`${at}: ID!`);
    }
  });

  it('of enums over authentik’s words include UNKNOWN', () => {
    const words = types.filter(isEnumType).filter(({ name }) => /(Intent|UserType|Action)$/.test(name));

    expect(words).toHaveLength(3);
    expect(words.every((type) => type.getValue('UNKNOWN'))).toBe(true);
  });
});

describe('nullability', () => {
  it('lets every root field be null', () => {
    const fields = outputFields.filter(({ type }) => type.name === 'Query').map(({ field }) => field);

    expect(fields.length).toBeGreaterThan(10);
    expect(fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });

  it('lets every field be null that costs a request of its own', () => {
    const costly = outputFields.filter(
      ({ field }) => field.name === 'usedBy' || getNamedType(field.type).name.endsWith('Connection'),
    );

    expect(costly.length).toBeGreaterThan(8);
    expect(costly.filter(({ field }) => isNonNullType(field.type)).map(({ at }) => at)).toEqual([]);
  });
});

describe('secrets', () => {
  it('have no field', () => {
    const suspicious = outputFields
      .filter(({ field }) => /key|secret|password|credential/i.test(field.name))
      .map(({ at }) => at);

    expect(suspicious).toEqual(['User.passwordChangeDate']);
  });
});

describe('result unions', () => {
  it('hold one object and the three errors', () => {
    const unions = types.filter(isUnionType);

    expect(unions.map((type) => [type.name, new Set(type.getTypes().map(({ name }) => name))])).toEqual(
      ['Group', 'Token', 'User'].map((name) => [
        `Authentik${name}Result`,
        new Set([name, 'AuthentikValidationError', 'AuthentikForbiddenError', 'AuthentikNotFoundError']),
      ]),
    );
  });
});
