import { type Operation, one, spreadUserPks } from '../operation.ts';

/** Operations that begin with users. */
export const userOperations: readonly Operation[] = [
  {
    id: 'users-names',
    title: '50 users, names only',
    steps: one('{ users(first: 50) { nodes { username name } } }'),
    least: { requests: 1, why: 'One page.' },
  },
  {
    id: 'users-groups',
    title: '50 users with their groups',
    steps: one('{ users(first: 50) { nodes { username groups { name } } } }'),
    least: { requests: 1, why: 'One page, groups embedded.' },
  },
  {
    id: 'users-group-ids',
    title: '50 users with group ids',
    steps: one('{ users(first: 50) { nodes { username groups { id } } } }'),
    least: { requests: 1, why: 'One page; the keys of groups always come.' },
  },
  {
    id: 'users-count',
    title: 'how many users',
    steps: one('{ users { totalCount } }'),
    least: { requests: 1, why: 'Any page tells the count.' },
  },
  {
    id: 'users-search',
    title: 'find users by name',
    steps: one('{ users(first: 10, where: { search: "berg" }) { totalCount nodes { username email isActive } } }'),
    least: { requests: 1, why: 'One page.' },
  },
  {
    id: 'users-attributes',
    title: 'users by an attribute',
    steps: one(`{ users(first: 20, where: { attributes: [{ path: ["dept"], equals: "engineering" }], isActive: true }) {
      totalCount nodes { username groups { name } } } }`),
    least: { requests: 1, why: 'One page, groups embedded.' },
  },
  {
    id: 'user-thrice',
    title: 'one user by three aliases',
    steps: one(`{
      a: user(id: "13") { ... on User { username email } }
      b: user(pk: 13) { ... on User { groups { name } } }
      c: user(id: "13") { ... on User { lastLogin attributes } }
    }`),
    least: { requests: 1, why: 'It is one user.' },
  },
  {
    id: 'user-tokens-used-by',
    title: 'a user, tokens and usedBy',
    steps: one(`{ user(pk: 5) { ... on User { username
      tokens(first: 20) { nodes { identifier intent } } usedBy { modelName name } } } }`),
    least: {
      requests: 3,
      why: 'The user, then the tokens by their username; used_by is an endpoint of its own, reachable at once by the key.',
    },
  },
  {
    id: 'user-by-name-tokens',
    title: 'a user by name, with tokens',
    steps: one(`{ user(username: "ops-1") { ... on User { email groups { name }
      tokens(first: 10) { nodes { identifier expiring } } } } }`),
    least: {
      requests: 1,
      why: 'Tokens are found by that very username and embed their owner whole; only a user without tokens takes a second.',
    },
  },
  {
    id: 'users-tokens',
    title: '10 users, 3 tokens each',
    steps: one('{ users(first: 10) { nodes { username tokens(first: 3) { nodes { identifier } } } } }'),
    least: { requests: 11, why: 'Tokens are found by one username at a time.' },
  },
  {
    id: 'users-by-id-10',
    title: '10 users by id',
    steps: one(`{ usersById(ids: ${JSON.stringify(spreadUserPks(10).map(String))}) { username email } }`),
    least: { requests: 10, why: 'No filter by key; all users, ordered by key, are 10 pages too.' },
  },
  {
    id: 'users-by-id-40',
    title: '40 users by id',
    steps: one(`{ usersById(ids: ${JSON.stringify(spreadUserPks(40).map(String))}) { username groups { name } } }`),
    least: { requests: 10, why: 'No filter by key, but all users are 10 pages of 100 (of far more rows).' },
  },
  {
    id: 'users-group-roles',
    title: '50 users, roles of their groups',
    steps: one('{ users(first: 50) { nodes { username groups { name roles { name } } } } }'),
    least: { requests: 2, why: 'The users, then one list of groups with members_by_pk repeated, spread by its keys.' },
  },
];
