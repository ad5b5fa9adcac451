/**
 * How many requests this gateway sends to authentik for each operation of the bench, in its order. Fewer is better: when
 * the gateway learns to do with less, the number is lowered here and can never grow again unseen.
 */
export const EXPECTED_REQUESTS: Readonly<Record<string, number>> = {
  'who-am-i': 1,
  'my-tokens': 2,
  'token-and-owner': 1,
  'token-owner-groups': 1,
  'tokens-50-owners': 1,
  'tokens-20-owner-groups': 1,
  'tokens-expiring': 1,
  'tokens-by-identifier': 7,
  'users-names': 1,
  'users-groups': 1,
  'users-group-ids': 1,
  'users-count': 1,
  'users-search': 1,
  'users-attributes': 1,
  'user-thrice': 1,
  'user-tokens-used-by': 3,
  'user-by-name-tokens': 2,
  'users-tokens': 11,
  'users-by-id-10': 10,
  'users-by-id-40': 40,
  'users-group-roles': 2,
  'groups-counts': 1,
  'groups-first-users': 21,
  'team-by-name': 2,
  'team-users-groups': 1,
  'team-members': 1,
  'team-members-whole': 2,
  ancestry: 3,
  'children-counts': 7,
  'groups-by-id-8': 8,
  'tokens-owner-roles': 2,
  'users-group-sizes': 2,
  'team-members-roles': 3,
  'teams-members-login': 3,
  'two-teams': 3,
  dashboard: 4,
  partners: 2,
  'pages-3-and-back': 4,
  'last-30': 1,
  'missing-token': 2,
  'some-missing': 4,
  'forbidden-list': 2,
  'forbidden-with-viewer': 2,
};

/**
 * Where this gateway still takes more requests than another approach or than authentik's API needs; see the operation's
 * `least.why`. A list that shrinks.
 */
export const BEHIND: Readonly<Record<string, readonly ('plain' | 'script' | 'least')[]>> = {
  'user-by-name-tokens': ['least'],
  'users-by-id-40': ['least'],
  'groups-first-users': ['script', 'least'],
  'team-members-whole': ['script'],
  ancestry: ['script', 'least'],
  'children-counts': ['script', 'least'],
  'groups-by-id-8': ['least'],
  'team-members-roles': ['script'],
  'some-missing': ['least'],
  'forbidden-list': ['plain', 'script'],
};
