import type { SandboxDataset } from '../../src/sandbox/index.ts';

const USER =
  'id pk uuid uid username name email isActive isSuperuser type path avatar lastLogin dateJoined passwordChangeDate lastUpdated attributes groups { id name numPk isSuperuser parentName attributes }';
const ANY_ERROR = '... on AuthentikError { __typename code message }';
const LIST = 'totalCount pageInfo { hasNextPage hasPreviousPage }';

function users(args: string): string {
  return `{ users(first: 100${args}) { ${LIST} nodes { username type isActive attributes } } }`;
}

function tokens(args: string): string {
  return `{ tokens(first: 100${args}) { ${LIST} nodes { identifier intent expires expiring managed user { username } } } }`;
}

function groups(args: string): string {
  return `{ groups(first: 100${args}) { ${LIST} nodes { id name isSuperuser attributes usersCount parentName roles { name } } } }`;
}

/** Credentials and the queries that are asked with them, about the groups of a recorded data set; of 2025.10.0-rc1 every request was recorded. */
export function createReads({ groups: all }: SandboxDataset): readonly (readonly [key: string, document: string])[] {
  const platform = pkOf(all, 'Platform');
  const support = pkOf(all, 'Support');
  return [
    ...['key-admin', 'key-viewer', 'key-plain', 'key-bogus', 'key-former', 'key-app'].flatMap((key) => [
      [
        key,
        '{ viewer { pk username name email isActive isSuperuser uid avatar type settings systemPermissions groups { pk name } } }',
      ] as const,
      [
        key,
        `{ token(identifier: "plain-api") { ... on Token { id identifier intent description expires expiring managed user { ${USER} } } ${ANY_ERROR} } }`,
      ] as const,
      [key, `{ user(pk: 4) { ... on User { ${USER} roles { name } } ${ANY_ERROR} } }`] as const,
      [
        key,
        `{ group(id: "${platform}") { ... on Group { id numPk name isSuperuser attributes usersCount parent { id name } roles { pk name } members { pk username email } } ${ANY_ERROR} } }`,
      ] as const,
    ]),
    ...['key-admin', 'key-viewer', 'key-plain'].flatMap((key) => [
      [key, `{ user(pk: 999999) { ... on User { name } ${ANY_ERROR} } }`] as const,
      [key, '{ userPaths(search: "part") }'] as const,
    ]),
    ['key-admin', `{ user(pk: 4) { ... on User { usedBy { app modelName pk name action } } } }`],
    ['key-admin', `{ group(id: "${platform}") { ... on Group { usedBy { app modelName pk name action } } } }`],
    ['key-admin', '{ token(identifier: "nope") { ... on Token { id } } }'],
    ['key-plain', '{ token(identifier: "ops-1-api") { ... on Token { id } } }'],
    [
      'key-admin',
      '{ tokensByIdentifier(identifiers: ["plain-api", "nope", "ops-1-api"]) { identifier user { username } } }',
    ],
    ['key-admin', '{ user(username: "plain") { ... on User { pk username attributes } } }'],
    ['key-admin', '{ user(username: "PLAIN") { ... on User { pk } } }'],
    ...[
      '',
      ', orderBy: { field: PK }',
      ', orderBy: { field: NAME, direction: DESC }',
      ', orderBy: { field: DATE_JOINED }',
      ', orderBy: { field: LAST_UPDATED }',
      ', orderBy: { field: TYPE }',
      ', where: { isActive: true }',
      ', where: { isActive: false }',
      ', where: { isSuperuserDirectly: true }',
      ', where: { isSuperuserDirectly: false }',
      ', where: { email: "plain@example.test" }',
      ', where: { type: [INTERNAL] }',
      ', where: { path: "partners/acme" }',
      ', where: { pathStartswith: "goauthentik.io" }',
      ', where: { search: "OPS" }',
      ', where: { search: "zzz" }',
      ', where: { search: "\\"Plain User\\"" }',
      `, where: { groupsByPk: ["${platform}", "${support}"] }`,
      ', where: { groupsByPk: ["00000000-0000-0000-0000-000000000000"] }',
      ', where: { groupsByName: ["Support"] }',
      ', where: { groupsByName: ["Nope"] }',
      ', where: { attributes: [{ path: ["dept"], equals: "ops" }] }',
      ', where: { attributes: [{ path: ["dept"], in: ["ops", "eng"] }] }',
      ', where: { dateJoinedGt: "2000-01-01T00:00:00Z" }',
      ', where: { lastUpdatedGt: "2100-01-01T00:00:00Z" }',
    ].map((args) => ['key-admin', users(args)] as const),
    ...[
      '',
      ', orderBy: { field: IDENTIFIER, direction: DESC }',
      ', where: { identifier: "plain-api" }',
      ', where: { intent: API }',
      ', where: { userUsername: "plain" }',
      ', where: { userUsername: "nope" }',
      ', where: { search: "rot" }',
      ', where: { expiring: true }',
      ', where: { expiring: false }',
      ', where: { managed: "goauthentik.io/example/managed-1" }',
    ].map((args) => ['key-admin', tokens(args)] as const),
    ...[
      '',
      ', orderBy: { field: NAME, direction: DESC }',
      ', where: { name: "Platform" }',
      ', where: { isSuperuser: true }',
      ', where: { search: "eng" }',
      ', where: { membersByPk: ["4", "6"] }',
      ', where: { membersByPk: ["4", "999999"] }',
      ', where: { membersByUsername: ["plain", "ops-2"] }',
      ', where: { attributes: [{ path: ["on_call", "rota"], equals: "blue" }] }',
    ].map((args) => ['key-admin', groups(args)] as const),
    ['key-plain', '{ users { totalCount } }'],
    ['key-plain', '{ tokens(first: 100) { totalCount nodes { identifier user { username groups { name } } } } }'],
  ];
}

function pkOf(groups: SandboxDataset['groups'], name: string): string {
  return groups.find((group) => group.name === name)?.pk ?? '';
}
