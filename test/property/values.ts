import fc from 'fast-check';
import {
  attributePath,
  email,
  groupIndex,
  path,
  text,
  toGroupName,
  toGroupPk,
  toIdentifier,
  tokenIndex,
  toUsername,
  toUserUuid,
  userPk,
} from './pool.ts';

/** Mostly good values, one in many malformed. */
export const withBad = <T>(good: fc.Arbitrary<T>, ...bad: readonly T[]) =>
  fc.oneof({ weight: 20, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...bad) });

const username = withBad(userPk.map(toUsername), '', 'nobody', 'USER1');
const userId = withBad(userPk.map(String), '', 'me', '01', '-1', '2147483648');
const userUuid = withBad(userPk.map(toUserUuid), 'no-uuid', '3FA85F64-5717-4562-B3FC-2C963F66AFA6');
const groupName = withBad(groupIndex.map(toGroupName), '', 'no group');
const groupPk = withBad(
  fc.oneof(
    groupIndex.map(toGroupPk),
    groupIndex.map((index) => toGroupPk(index).toUpperCase()),
  ),
  'no-uuid',
  '../users',
);
const identifier = withBad(tokenIndex.map(toIdentifier), '', 'a b', 'nothing', '..');
const keys = <T>(key: fc.Arbitrary<T>) => fc.array(key, { maxLength: 5 });
const some = <T>(key: fc.Arbitrary<T>) => withBad(fc.array(key, { minLength: 1, maxLength: 2 }), []);
const searchText = withBad(fc.constantFrom('user', 'group', 'alpha', '"beta gamma"', 'ü', 'a'), '', 'nothing');
export const pageSize = withBad(fc.integer({ min: 1, max: 6 }), 0, -1, 25, 100, 101);
const condition = fc.record(
  {
    path: attributePath,
    equals: fc.constantFrom<unknown>('alpha', 0, true, null, 'deep'),
    in: fc.constantFrom([1.5, 'x'], []),
  },
  { requiredKeys: ['path'] },
);

const representation = withBad<unknown>(
  fc.oneof(
    userId.map((id) => ({ __typename: 'User', id })),
    userUuid.map((uuid) => ({ __typename: 'User', uuid })),
    username.map((key) => ({ __typename: 'User', username: key })),
    groupPk.map((id) => ({ __typename: 'Group', id })),
    groupName.map((name) => ({ __typename: 'Group', name })),
    identifier.map((key) => ({ __typename: 'Token', identifier: key })),
  ),
  { __typename: 'AuthentikRole', pk: 1 },
  { __typename: 'User', uid: 'x' },
  'User',
);

/** By `field.argument`, by the bare name of an argument or filter; what is not here goes by its type. */
export const NAMED: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'user.id': userId,
  'user.pk': withBad(userPk, -1, 99, 0),
  'user.uuid': userUuid,
  'user.username': username,
  'group.id': groupPk,
  'group.name': groupName,
  'token.identifier': identifier,
  'usersById.ids': keys(userId),
  'groupsById.ids': keys(groupPk),
  'tokensByIdentifier.identifiers': keys(identifier),
  '_entities.representations': keys(representation),
  'attribute.path': attributePath,
  attributes: fc.array(condition, { minLength: 1, maxLength: 2 }),
  description: text,
  email,
  groupsByName: some(groupName),
  groupsByPk: some(groupPk),
  // Of a newer release than the one that is played: refused unasked.
  rolesByName: some(groupName),
  rolesByPk: some(groupPk),
  identifier,
  managed: fc.constantFrom('goauthentik.io/0', 'goauthentik.io/1'),
  membersByPk: some(userId),
  membersByUsername: some(username),
  name: fc.oneof(text, groupName),
  path,
  pathStartswith: fc.constantFrom('users', 'part', 'x'),
  search: searchText,
  userUsername: username,
  username,
  uuid: userUuid,
};
