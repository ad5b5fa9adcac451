import { type GraphQLSchema, getNamedType, isEnumType, isObjectType } from 'graphql';
import { SWITCHES } from '../../src/authentik/switches.ts';
import { getDeclaration } from '../../src/graphql/plan-declaration.ts';
import { findWords, type Place } from './look.ts';
import { OTHER_NAMES, type Rows } from './rows.ts';
import { createFacet, createReadUse, type Field, type Use } from './use.ts';

/** What the fields of a type take of its rows, and its enums of their words. */
export function listUsesOfRows(schema: GraphQLSchema, rows: Rows): Use[] {
  const type = schema.getType(rows.type);
  if (!isObjectType(type)) {
    throw new TypeError(`expected an object type of the schema, but got: ${rows.type}`);
  }
  return Object.values(type.getFields()).flatMap((field) => usesOfField(field, rows));
}

/** The properties that a field may answer from, in whatever rows. */
export function toProperties(field: Field, type: string): readonly string[] {
  const { pothosExposedField: exposed } = field.extensions;
  const snake = field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const own = typeof exposed === 'string' ? [exposed] : [snake, `${snake}_obj`];
  return [...own, ...(OTHER_NAMES[`${type}.${field.name}`] ?? [])];
}

function usesOfField(field: Field, { type, place, shape, below }: Rows): Use[] {
  const properties = toProperties(field, type).filter((name) => Object.hasOwn(shape.shape, name));
  if (properties.length === 0) {
    return [];
  }
  if (below !== undefined) {
    return [createReadUse(`${type}.${field.name} (in ${below})`, place, { shape, properties })];
  }
  const parameter = getDeclaration(field.extensions)?.needs;
  const include = parameter && { list: `GET /core/${SWITCHES[parameter].rows}s/`, parameter };
  const [property = ''] = properties;
  return [
    createReadUse(`${type}.${field.name}`, place, { shape, properties, include }),
    ...usesOfWords(field, [...place, property]),
  ];
}

function usesOfWords(field: Field, place: Place): Use[] {
  const type = getNamedType(field.type);
  if (!isEnumType(type)) {
    return [];
  }
  const values = type.getValues().filter(({ name }) => name !== 'UNKNOWN');
  const ours = values.map(({ value }) => String(value));
  const createWordUse = (name: string, pick: (words: readonly string[]) => readonly string[]): Use => ({
    coordinate: `${type.name}.${name}`,
    look: (structure) => {
      const words = findWords(structure, place);
      return words && Object.fromEntries(pick(words).map((word) => [word, createFacet('word')]));
    },
  });
  const isOurs = (word: string) => ours.includes(word);
  return [
    ...values.map(({ name, value }) =>
      createWordUse(name, (words) => words.filter((word) => word === value).map((word) => `value ${word}`)),
    ),
    createWordUse('UNKNOWN', (words) => [
      'words that authentik lists',
      ...words.filter((word) => !isOurs(word)).map((word) => `value ${word} (answered as UNKNOWN)`),
    ]),
  ];
}
