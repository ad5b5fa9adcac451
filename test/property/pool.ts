import fc from 'fast-check';

/** Keys and values that data sets are made of and documents ask for: they depend on a number alone, so each knows the other's. */
export const CALLER = 1;
export const CALLER_KEY = 'key-caller';
export const MAX_USERS = 25;
export const MAX_GROUPS = 8;

const ODD_NAMES = ['ü ber', 'a/b', 'x+y&z=1', 'Ä"quoted"', '日本', 'name,pk'];

const toUuid = (prefix: string, index: number): string =>
  `${prefix}${(0xffff - index * 1999).toString(16).padStart(4, '0')}-1a2b-4c3d-8e4f-${index.toString(16).padStart(12, '0')}`;

export const toUsername = (pk: number): string => ODD_NAMES[pk - 4] ?? `user${pk}`;
export const toUserUuid = (pk: number): string => toUuid('5ee0', pk);
export const toGroupName = (index: number): string => ODD_NAMES[index - 1] ?? `group${index}`;
export const toGroupPk = (index: number): string => toUuid('9a0b', index);
export const toRolePk = (index: number): string => toUuid('40fe', index);
export const toTokenPk = (index: number): string => toUuid('70ce', index);
export const toIdentifier = (index: number): string => (index === 0 ? 'caller' : `token-${index}`);

/** Few values each, so that rows tie and filters hit. */
export const text = fc.constantFrom('', 'alpha', 'Alpha', 'beta gamma', 'ü', '0', 'true');
export const path = fc.constantFrom('users', 'users/deep', 'partners', 'goauthentik.io/outposts');
export const email = fc.constantFrom('', 'a@example.test', 'A@example.test', 'b@example.test');
export const time = fc.constantFrom(
  '2020-01-01T00:00:00Z',
  '2024-06-01T12:00:00.123456Z',
  '2024-06-01T12:00:00.123457Z',
  '2099-12-31T23:59:59.5Z',
);

const attribute = fc.oneof(
  fc.constantFrom<unknown>('alpha', '', 0, 1.5, true, false, null),
  fc.constant({ b: 'deep', 'c.d': 1 }),
  fc.constant(['x', { b: 2 }]),
);

export const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'tags', 'some.key/odd'), attribute, { maxKeys: 3 });
export const attributePath = fc.constantFrom(
  ['a'],
  ['a', 'b'],
  ['tags', '0'],
  ['tags', '1', 'b'],
  ['some.key/odd'],
  [],
);

// Mostly an index of something that exists in the smallest of data sets, now and then one that may not.
const indexFrom = (first: number, max: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: first, max: first + 3 }) },
    fc.integer({ min: first, max: max + 2 }),
  );

export const userPk = indexFrom(1, MAX_USERS);
export const groupIndex = indexFrom(0, MAX_GROUPS);
export const tokenIndex = indexFrom(0, 8);
