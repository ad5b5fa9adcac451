import { type Operation, one, TEN_IDENTIFIERS } from '../operation.ts';

/** Operations that begin with tokens or with the caller. */
export const tokenOperations: readonly Operation[] = [
  {
    id: 'who-am-i',
    title: 'who am I',
    steps: one('{ viewer { username isSuperuser groups { name } } }'),
    least: { requests: 1, why: '/users/me/ answers it.' },
  },
  {
    id: 'my-tokens',
    title: 'who am I, with my tokens',
    steps: one('{ viewer { username tokens(first: 5) { totalCount nodes { identifier intent expires } } } }'),
    least: {
      requests: 2,
      why: 'A superuser’s own tokens are found only by username, which only /users/me/ tells.',
    },
  },
  {
    id: 'token-and-owner',
    title: 'a token and its owner',
    steps: one(
      '{ token(identifier: "plain-api") { ... on Token { identifier intent expires user { username email } } } }',
    ),
    least: { requests: 1, why: 'A token embeds its owner.' },
  },
  {
    id: 'token-owner-groups',
    title: 'a token, its owner’s groups',
    steps: one('{ token(identifier: "plain-api") { ... on Token { identifier user { username groups { name } } } } }'),
    least: { requests: 1, why: 'A token embeds its owner, an owner their groups.' },
  },
  {
    id: 'tokens-50-owners',
    title: '50 tokens with owners',
    steps: one('{ tokens(first: 50) { nodes { identifier intent user { username isActive } } } }'),
    least: { requests: 1, why: 'One page, owners embedded.' },
  },
  {
    id: 'tokens-20-owner-groups',
    title: '20 tokens, owners’ groups',
    steps: one('{ tokens(first: 20) { nodes { identifier user { username groups { name } } } } }'),
    least: { requests: 1, why: 'One page, owners and their groups embedded.' },
  },
  {
    id: 'tokens-expiring',
    title: 'tokens that expire next',
    steps: one(`{ tokens(first: 10, where: { expiring: true }, orderBy: { field: EXPIRES }) {
      totalCount nodes { identifier expires user { username } } } }`),
    least: { requests: 1, why: 'One page in that order; it tells the count.' },
  },
  {
    id: 'tokens-by-identifier',
    title: '10 tokens by identifier, 3 twice',
    steps: one(`{ tokensByIdentifier(identifiers: ${JSON.stringify(TEN_IDENTIFIERS)}) {
      identifier expiring user { username } } }`),
    least: { requests: 7, why: 'Seven distinct keys, and no filter takes more than one; all tokens are 20 pages.' },
  },
];
