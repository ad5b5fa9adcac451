import { getNamedType, isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import { readStructures } from '../../scripts/compatibility/create-page.ts';
import { findProperties } from '../../scripts/compatibility/look.ts';
import { USER_AVAILABILITY } from '../../src/authentik/availability.ts';
import { parseRelease } from '../../src/authentik/release.ts';
import { userWhere } from '../../src/resources/user/where.ts';
import { schema } from '../../src/schema.ts';

const structures = readStructures();
const LIST = 'GET /core/users/';

// When something came, of what the first release has not.
function findLater(names: readonly string[], has: (structure: (typeof structures)[number], name: string) => boolean) {
  return Object.fromEntries(
    names.flatMap((name) => {
      const first = structures.find((structure) => has(structure, name));
      return first && first !== structures[0] ? [[name, parseRelease(first.version)]] : [];
    }),
  );
}

const since = (known: (typeof USER_AVAILABILITY)['filters']) =>
  Object.fromEntries(Object.entries(known).map(([name, entry]) => [name, entry.since]));

it('the filters that came later are those of the OpenAPI documents', () => {
  const params = Object.keys(userWhere.names);

  expect(since(USER_AVAILABILITY.filters)).toEqual(
    findLater(params, ({ operations }, name) => operations[LIST]?.parameters.properties[name] !== undefined),
  );
});

it('the orders that came later are those of properties that did', () => {
  const orders = getNamedType(schema.getType('AuthentikUserOrderField'));
  const fields = isEnumType(orders) ? orders.getValues().map(({ value }) => String(value)) : [];

  expect(since(USER_AVAILABILITY.orders)).toEqual(
    findLater(fields, (structure, name) => findProperties(structure, [LIST, 'results'])?.[name] !== undefined),
  );
});

it('what tells an old release by its rows came with the release, not before', () => {
  const all = [...Object.values(USER_AVAILABILITY.filters), ...Object.values(USER_AVAILABILITY.orders)];
  const told = all.flatMap((entry) => (entry.telltale === undefined ? [] : [[entry.telltale, entry.since]]));

  expect(Object.fromEntries(told)).toEqual(
    findLater(
      told.map(([name]) => String(name)),
      (structure, name) => findProperties(structure, [LIST, 'results'])?.[name] !== undefined,
    ),
  );
});

it('groups and tokens have had theirs from the first release on', () => {
  const newest = structures.at(-1);
  for (const list of ['GET /core/groups/', 'GET /core/tokens/']) {
    const [first, last] = [structures[0], newest].map((each) =>
      Object.keys(each?.operations[list]?.parameters.properties ?? {}),
    );
    const filters = last?.filter((name) => !name.startsWith('include_')) ?? [];
    expect(first).toEqual(expect.arrayContaining(filters));
  }
});
