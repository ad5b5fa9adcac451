/** Callers of the demo data set with different rights, and one whose credential is no good. */
const KEYS = ['key-admin', 'key-viewer', 'key-plain', 'key-bogus'];

/** What people and programs ask: small and large, by key and by list, good and mistaken. */
const DOCUMENTS = [
  '{ viewer { username groups { name } } }',
  '{ token(identifier: "plain-api") { ... on Token { identifier user { username } } ... on AuthentikError { code } } }',
  '{ tokens(first: 20) { totalCount nodes { identifier expires user { username } } } }',
  '{ users(first: 20) { totalCount nodes { username groups { name } } } }',
  '{ groups(first: 10) { nodes { name usersCount } } }',
  '{ usersById(ids: ["2", "3", "4"]) { username } }',
  '{ user(username: "nobody-of-this-name") { ... on User { pk } ... on AuthentikError { code } } }',
  '{ viewer { noSuchField } }',
];

/** One request to send. */
export interface LoadOperation {
  readonly key: string;
  readonly body: string;
}

/** The operation number `index` of an endless row in which every caller sends every document. */
export function operationAt(index: number): LoadOperation {
  const key = KEYS[index % KEYS.length] ?? '';
  const query = DOCUMENTS[Math.floor(index / KEYS.length) % DOCUMENTS.length] ?? '';
  // No document of a caller who gives each request another name stays in a cache for long.
  return { key, body: JSON.stringify({ query: index % 50 === 0 ? `query Q${index} ${query}` : query }) };
}
