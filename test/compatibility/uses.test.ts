import { type GraphQLNamedType, getNamedType, isObjectType, isUnionType } from 'graphql';
import { expect, it } from 'vitest';
import { readStructures } from '../../scripts/compatibility/create-page.ts';
import { findProperties } from '../../scripts/compatibility/look.ts';
import { LISTS, OPERATIONS, OTHER_NAMES, ROWS } from '../../scripts/compatibility/rows.ts';
import { listUses } from '../../scripts/compatibility/uses.ts';
import { toProperties } from '../../scripts/compatibility/uses-of-rows.ts';
import { getSends } from '../../src/graphql/sends.ts';
import { schema } from '../../src/schema.ts';

const structures = readStructures();
const uses = listUses(schema);
const fieldsOf = (name: string) => {
  const type = schema.getType(name);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};
const FEDERATION = ['_entities', '_service'];

it('every field that answers something of authentik is mapped', () => {
  const known = new Set(uses.map(({ coordinate }) => coordinate));
  const types = [...new Set(ROWS.map(({ type }) => type)), 'Query', 'Mutation'];
  const fields = types.flatMap((type) => fieldsOf(type).map(({ name }) => `${type}.${name}`));

  expect(fields.length).toBeGreaterThan(100);
  expect(fields.filter((field) => !known.has(field) && !FEDERATION.includes(field.slice('Query.'.length)))).toEqual([]);
});

it('every type over rows is listed', () => {
  const listed = new Set(ROWS.map(({ type }) => type));
  const results = fieldsOf('Query').map(({ type }) => getNamedType(type));
  const roots = results.flatMap((type): readonly GraphQLNamedType[] => (isUnionType(type) ? type.getTypes() : [type]));
  const below = ROWS.flatMap(({ type }) => fieldsOf(type)).map(({ type }) => getNamedType(type));
  const reached = [...roots, ...below].filter((type) => isObjectType(type)).map(({ name }) => name);

  expect(reached).toEqual(expect.arrayContaining([...listed]));
  expect(reached.filter((name) => !listed.has(name) && !/Connection$|^_Service$|Error$/.test(name))).toEqual([]);
});

it('every property that is read belongs to a field', () => {
  const unused = ROWS.filter(({ below }) => below === undefined).flatMap(({ type, shape }) => {
    const used = new Set(fieldsOf(type).flatMap((field) => toProperties(field, type)));
    return Object.keys(shape.shape)
      .filter((property) => !used.has(property))
      .map((property) => `${type}: ${property}`);
  });

  expect(unused).toEqual([]);
});

it('every operation that answers pages is one whose pages are looked at', () => {
  const [first] = structures;
  const paged = [...new Set(Object.values(OPERATIONS).flat())].filter(
    (operation) => findProperties(first, [operation])?.pagination,
  );

  expect(paged.toSorted()).toEqual(LISTS.toSorted());
});

it('every use is there in some release, and every operation in the newest', () => {
  const absent = uses.filter(({ look }) => !structures.some((each) => Object.keys(look(each) ?? {}).length > 0));
  const operations = [
    ...Object.values(OPERATIONS).flat(),
    ...fieldsOf('Mutation').map(({ extensions }) => getSends(extensions)?.operation ?? 'none'),
  ];

  expect(absent.map(({ coordinate }) => coordinate)).toEqual([]);
  expect(operations.filter((operation) => !structures.at(-1)?.operations[operation])).toEqual([]);
  expect(Object.keys(OTHER_NAMES).filter((coordinate) => !uses.some((use) => use.coordinate === coordinate))).toEqual(
    [],
  );
});
