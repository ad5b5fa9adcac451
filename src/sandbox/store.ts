import type { GroupRow, RoleRow, SandboxDataset, TokenRow, UserRow } from './dataset.ts';

/** authentik walks at most this many levels of parents, which also ends cycles. */
const MAX_DEPTH = 20;

/** The rows of the sandbox and the relations between them. The only place where anything is kept or changed. */
export type Store = {
  readonly users: () => readonly UserRow[];
  readonly groups: () => readonly GroupRow[];
  readonly tokens: () => readonly TokenRow[];
  readonly roles: () => readonly RoleRow[];
  readonly user: (pk: number) => UserRow | undefined;
  readonly group: (pk: string) => GroupRow | undefined;
  readonly role: (pk: string) => RoleRow | undefined;
  readonly tokenOfKey: (key: string) => TokenRow | undefined;
  /** Direct memberships only. */
  readonly groupsOf: (user: UserRow) => readonly GroupRow[];
  /** Direct members only, by pk. */
  readonly membersOf: (group: GroupRow) => readonly UserRow[];
  readonly childrenOf: (group: GroupRow) => readonly GroupRow[];
  /** Direct groups and all their ancestors, each once. */
  readonly allGroupsOf: (user: UserRow) => readonly GroupRow[];
  readonly globalPermissionsOf: (user: UserRow) => ReadonlySet<string>;
  /** Primary keys, as text, of the rows for which the user holds the permission on the row itself. */
  readonly objectsOf: (user: UserRow, permission: string) => ReadonlySet<string>;
  readonly deleteToken: (token: TokenRow) => void;
};

/** A store holding a copy of the data set: what happens to it never reaches the data set. */
export function createStore(dataset: SandboxDataset): Store {
  const users = new Map(dataset.users.map((row) => [row.pk, row]));
  const groups = new Map(dataset.groups.map((row) => [row.pk, row]));
  const roles = new Map(dataset.roles.map((row) => [row.pk, row]));
  const tokens = new Map(dataset.tokens.map((row) => [row.identifier, row]));
  const identifiers = new Map(dataset.tokens.map((row) => [row.key, row.identifier]));
  const family = createFamily(dataset);
  return {
    users: () => [...users.values()],
    groups: () => [...groups.values()],
    tokens: () => [...tokens.values()],
    roles: () => [...roles.values()],
    user: (pk) => users.get(pk),
    group: (pk) => groups.get(pk),
    role: (pk) => roles.get(pk),
    tokenOfKey: (key) => tokens.get(identifiers.get(key) ?? ''),
    ...family,
    globalPermissionsOf: (user) => new Set(own(dataset.globalPermissions, user.username)),
    objectsOf: (user, permission) => new Set(own(own(dataset.objectPermissions, user.username) ?? {}, permission)),
    deleteToken: (token) => {
      tokens.delete(token.identifier);
      identifiers.delete(token.key);
    },
  };
}

type Family = Pick<Store, 'groupsOf' | 'membersOf' | 'childrenOf' | 'allGroupsOf'>;

function createFamily(dataset: SandboxDataset): Family {
  const groups = new Map(dataset.groups.map((row) => [row.pk, row]));
  const memberships = readMemberships(dataset);
  const members = new Map<string, UserRow[]>();
  for (const user of dataset.users.toSorted((a, b) => a.pk - b.pk)) {
    for (const pk of memberships.get(user.pk) ?? []) append(members, pk, user);
  }
  const children = new Map<string, GroupRow[]>();
  for (const group of dataset.groups) if (group.parent !== null) append(children, group.parent, group);
  const groupsOf = (user: UserRow) => [...(memberships.get(user.pk) ?? [])].flatMap((pk) => groups.get(pk) ?? []);
  return {
    groupsOf,
    membersOf: (group) => members.get(group.pk) ?? [],
    childrenOf: (group) => children.get(group.pk) ?? [],
    allGroupsOf: (user) => withAncestors(groupsOf(user), groups),
  };
}

function readMemberships(dataset: SandboxDataset): Map<number, Set<string>> {
  const memberships = new Map(dataset.users.map((row) => [row.pk, new Set(row.groups)]));
  for (const group of dataset.groups) for (const pk of group.users) memberships.get(pk)?.add(group.pk);
  return memberships;
}

function withAncestors(direct: readonly GroupRow[], groups: ReadonlyMap<string, GroupRow>): GroupRow[] {
  const found = new Set<GroupRow>(direct);
  let level = direct;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    level = level.flatMap((group) => groups.get(group.parent ?? '') ?? []).filter((group) => !found.has(group));
    for (const group of level) found.add(group);
  }
  return [...found];
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
