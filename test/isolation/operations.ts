/** Callers of the demo data set who may see different things; the last one's credential is no good. */
export const KEYS = ['key-admin', 'key-viewer', 'key-plain', 'key-bogus'];

const ENTITIES = [
  { __typename: 'Token', identifier: 'admin-api' },
  { __typename: 'Token', identifier: 'plain-api' },
  { __typename: 'User', username: 'plain' },
  { __typename: 'User', id: '2' },
  { __typename: 'Group', name: 'Platform' },
];
const CONDITIONAL = 'query ($groups: Boolean!) { viewer { username groups @include(if: $groups) { name } } }';

/** A document and its variables. */
export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Operations that go every way that data take through the gateway, and all of whose answers depend on the caller. */
export const OPERATIONS: readonly Operation[] = [
  { query: '{ viewer { username tokens { nodes { identifier } } } }' },
  {
    query:
      '{ token(identifier: "plain-api") { ... on Token { identifier user { username groups { name roles { name } } } } ... on AuthentikError { code } } }',
  },
  {
    query:
      '{ tokens(first: 5) { totalCount nodes { identifier user { username } } } users { totalCount } groups { totalCount } }',
  },
  {
    query:
      '{ user(username: "plain") { ... on User { pk tokens { totalCount } usedBy { name } } ... on AuthentikError { code } } }',
  },
  { query: '{ usersById(ids: ["2", "3", "4", "4"]) { username groups { name usersCount } } }' },
  { query: '{ group(name: "Platform") { ... on Group { members { username user { uuid } } } } userPaths }' },
  // Counts that a list beside them tells.
  { query: '{ users(first: 3) { nodes { username } } all: users { totalCount } tokens { totalCount nodes { id } } }' },
  { query: '{ tokens { totalCount } mine: tokens(first: 2) { totalCount nodes { identifier } } }' },
  // Who one is, for oneself and to tell apart what 403 means.
  {
    query:
      '{ viewer { pk } a: user(pk: 2) { __typename ... on User { username } } b: group(name: "Platform") { __typename } }',
  },
  { query: '{ tokensByIdentifier(identifiers: ["admin-api", "plain-api", "no-such"]) { identifier user { email } } }' },
  // One document with two plans.
  { query: CONDITIONAL, variables: { groups: true } },
  { query: CONDITIONAL, variables: { groups: false } },
  {
    query:
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Token { identifier user { username } } ... on User { username groups { name } } ... on Group { name usersCount } } }',
    variables: { representations: ENTITIES },
  },
  // What is refused before authentik is asked, too.
  { query: '{ viewer { username } malformed: token(identifier: "../admin-api") { __typename } }' },
];
