import { type Operation, one } from '../operation.ts';

const PAGE = `query ($first: Int, $after: String, $last: Int, $before: String) {
  users(first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { username } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

/** Operations over several kinds of object, over several pages, and those that fail. */
export const mixedOperations: readonly Operation[] = [
  {
    id: 'dashboard',
    title: 'dashboard of five fields',
    steps: one(`{
      viewer { username }
      users { totalCount }
      newest: users(first: 5, orderBy: { field: DATE_JOINED, direction: DESC }) { nodes { username dateJoined } }
      expiring: tokens(first: 5, where: { expiring: true }, orderBy: { field: EXPIRES }) { nodes { identifier expires } }
      groups { totalCount }
    }`),
    least: { requests: 4, why: 'The newest users’ page tells how many users there are.' },
  },
  {
    id: 'partners',
    title: 'partners’ people and all paths',
    steps: one(`{ userPaths users(first: 20, where: { pathStartswith: "partners" }) {
      totalCount nodes { username path } } }`),
    least: { requests: 2, why: 'Two endpoints.' },
  },
  {
    id: 'pages-3-and-back',
    title: 'three pages on, one back',
    steps: [
      { query: PAGE, variables: () => ({ first: 20 }) },
      { query: PAGE, variables: (previous) => ({ first: 20, after: cursor(previous, 'endCursor') }) },
      { query: PAGE, variables: (previous) => ({ first: 20, after: cursor(previous, 'endCursor') }) },
      { query: PAGE, variables: (previous) => ({ last: 20, before: cursor(previous, 'startCursor') }) },
    ],
    least: { requests: 4, why: 'Four GraphQL requests, a page each.' },
  },
  {
    id: 'last-30',
    title: 'the last 30 users',
    steps: one('{ users(last: 30) { totalCount nodes { username } pageInfo { hasPreviousPage } } }'),
    least: { requests: 1, why: 'They are the first 30 in the opposite order.' },
  },
  {
    id: 'missing-token',
    title: 'a token there is, one there is not',
    steps: one(`{ found: token(identifier: "plain-api") { ... on Token { expiring } }
      missing: token(identifier: "no-such-token") { ... on Token { expiring } } }`),
    errors: 1,
    least: { requests: 2, why: 'Two tokens by identifier.' },
  },
  {
    id: 'some-missing',
    title: '4 users by id, one missing',
    steps: one('{ usersById(ids: ["4", "5", "6", "999999"]) { username } }'),
    errors: 1,
    least: {
      requests: 2,
      why: 'Users ordered by key: the first page of 100 happens to hold the three, and the highest key shows that there is no 999999.',
    },
  },
  {
    id: 'forbidden-list',
    title: 'users, not permitted',
    key: 'key-plain',
    steps: one('{ users { nodes { username } } }'),
    errors: 1,
    least: {
      requests: 2,
      why: 'The list, and /users/me/ to tell a missing permission from a bad credential, which both are 403.',
    },
  },
  {
    id: 'forbidden-with-viewer',
    title: 'users, not permitted; who am I',
    key: 'key-plain',
    steps: one('{ users { nodes { username } } viewer { username } }'),
    errors: 1,
    least: { requests: 2, why: '/users/me/ is asked anyway and proves the credential.' },
  },
];

function cursor(data: unknown, name: 'startCursor' | 'endCursor'): unknown {
  return (data as { readonly users: { readonly pageInfo: Readonly<Record<string, unknown>> } }).users.pageInfo[name];
}
