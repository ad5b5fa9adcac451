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
const SHARED = ['Query', 'Mutation', 'PageInfo', ...ENTITIES];
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

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

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
    const fields = outputFields
      .filter(({ type }) => type === schema.getQueryType() || type === schema.getMutationType())
      .map(({ field }) => field);

    expect(fields.length).toBeGreaterThan(25);
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
  // That none of these can be reached by a query is shown in secrets.test.ts.
  it('have no field but in the payloads that are there to show them', () => {
    const suspicious = outputFields
      .filter(({ type }) => type.name !== 'Mutation')
      .filter(({ field }) => /key|secret|password|credential|link/i.test(field.name))
      .map(({ at }) => at);

    expect(suspicious).toEqual([
      'AuthentikCreateRecoveryLinkPayload.link',
      'AuthentikCreateServiceAccountPayload.key',
      'AuthentikCreateTokenPayload.key',
      'AuthentikViewTokenKeyPayload.key',
      'User.passwordChangeDate',
    ]);
  });
});

describe('result unions', () => {
  it('hold one object, or what one mutation did, and the three errors', () => {
    const unions = types.filter(isUnionType);
    const payloads = mutations.map(({ name }) => toTypeName(name, 'Payload'));

    expect(new Map(unions.map((type) => [type.name, new Set(type.getTypes().map(({ name }) => name))]))).toEqual(
      new Map(
        [...ENTITIES, ...payloads].map((name) => [
          name.startsWith('Authentik') ? name.replace(/Payload$/, 'Result') : `Authentik${name}Result`,
          new Set([name, 'AuthentikValidationError', 'AuthentikForbiddenError', 'AuthentikNotFoundError']),
        ]),
      ),
    );
  });
});

describe('mutations', () => {
  it('are verbs that take one required input and answer a result', () => {
    expect(mutations).toHaveLength(17);
    for (const { name, args, type } of mutations) {
      expect([name, args.map((arg) => `${arg.name}: ${arg.type}`), String(type)]).toEqual([
        name,
        [`input: ${toTypeName(name, 'Input')}!`],
        toTypeName(name, 'Result'),
      ]);
    }
  });

  it('cannot say what authentik would ignore, or do harm with', () => {
    const inputs = types.filter(isInputObjectType).filter(({ name }) => /(Create|Update)\w+Input$/.test(name));
    const fields = inputs.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));

    expect(inputs.length).toBeGreaterThan(5);
    // authentik ignores most of these; `managed`, `lastLogin`, `users` and `roles` it takes, and they destroy something.
    const harmful = /\.(id|pk|uuid|uid|managed|lastLogin|dateJoined|users|children|roles|key|isSuperuser)$/;
    expect(fields.filter((at) => harmful.test(at))).toEqual([
      'AuthentikCreateGroupInput.isSuperuser',
      'AuthentikUpdateGroupInput.id',
      'AuthentikUpdateGroupInput.isSuperuser',
      'AuthentikUpdateUserInput.id',
    ]);
    expect(fields).not.toContain('AuthentikUpdateTokenInput.userId');
    expect(fields).not.toContain('AuthentikUpdateUserInput.groupIds');
  });

  it('that delete tell what is gone', () => {
    const deletes = mutations.filter(({ name }) => name.startsWith('delete'));

    expect(deletes).toHaveLength(3);
    for (const { name } of deletes) {
      const payload = schema.getType(toTypeName(name, 'Payload'));
      expect([name, isObjectType(payload) && Object.keys(payload.getFields()).includes('deletedId')]).toEqual([
        name,
        true,
      ]);
    }
  });
});

function toTypeName(mutation: string, suffix: string): string {
  return `Authentik${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}${suffix}`;
}
