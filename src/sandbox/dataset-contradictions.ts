import type { SandboxDataset } from './dataset.ts';

/** What the shapes cannot say: duplicates, references to nothing, derived values that do not follow. One line each. */
export function findContradictions(data: SandboxDataset): string[] {
  return [
    ...findDuplicates(data),
    ...findUnknownReferences(data),
    ...findUnknownCallers(data),
    ...findWrongFamilies(data),
    ...findWrongSuperusers(data),
  ];
}

function findDuplicates(data: SandboxDataset): string[] {
  return [
    ...repeated(data.users, 'user pk', (row) => String(row.pk)),
    ...repeated(data.users, 'user uuid', (row) => row.uuid),
    ...repeated(data.users, 'username', (row) => row.username),
    ...repeated(data.groups, 'group pk', (row) => row.pk),
    ...repeated(data.groups, 'group name', (row) => row.name),
    ...repeated(data.tokens, 'token pk', (row) => row.pk),
    ...repeated(data.tokens, 'token identifier', (row) => row.identifier),
    ...repeated(
      data.tokens,
      'token key',
      (row) => row.key,
      (row) => row.identifier,
    ),
    ...repeated(data.tokens, 'token managed', (row) => row.managed ?? undefined),
    ...repeated(data.roles, 'role pk', (row) => row.pk),
    ...repeated(data.roles, 'role name', (row) => row.name),
  ];
}

function findUnknownReferences(data: SandboxDataset): string[] {
  const users = new Set(data.users.map((row) => row.pk));
  const groups = new Set(data.groups.map((row) => row.pk));
  const roles = new Set(data.roles.map((row) => row.pk));
  return [
    ...data.users.flatMap((row) =>
      unknown(row.groups, groups).map((pk) => `user ${row.username}: unknown group ${pk}`),
    ),
    ...data.users.flatMap((row) => unknown(row.roles, roles).map((pk) => `user ${row.username}: unknown role ${pk}`)),
    ...data.groups.flatMap((row) => unknown(row.users, users).map((pk) => `group ${row.name}: unknown user ${pk}`)),
    ...data.groups.flatMap((row) => unknown(row.roles, roles).map((pk) => `group ${row.name}: unknown role ${pk}`)),
    ...data.groups.flatMap((row) =>
      unknown(row.parents, groups).map((pk) => `group ${row.name}: unknown parent ${pk}`),
    ),
    ...data.tokens.flatMap((row) =>
      unknown([row.user], users).map((pk) => `token ${row.identifier}: unknown user ${pk}`),
    ),
  ];
}

function findUnknownCallers(data: SandboxDataset): string[] {
  const usernames = new Set(data.users.map((row) => row.username));
  return [
    ...unknown(Object.keys(data.globalPermissions), usernames).map((name) => `globalPermissions: unknown user ${name}`),
    ...unknown(Object.keys(data.objectPermissions), usernames).map((name) => `objectPermissions: unknown user ${name}`),
  ];
}

function findWrongFamilies(data: SandboxDataset): string[] {
  const parents = new Map(data.groups.map((row) => [row.pk, row.parents]));
  return data.groups.flatMap((row) => [
    ...(row.parents.includes(row.pk) ? [`group ${row.name}: is its own parent`] : []),
    ...(row.children ?? [])
      .filter((child) => !parents.get(child)?.includes(row.pk))
      .map((child) => `group ${row.name}: lists the child ${child}, whose parent is another`),
  ]);
}

function findWrongSuperusers(data: SandboxDataset): string[] {
  const groups = new Map(data.groups.map((row) => [row.pk, row]));
  const isSuper = (pk: string, depth: number): boolean => {
    const row = groups.get(pk);
    if (row === undefined || depth >= 20) return false;
    return row.is_superuser || row.parents.some((parent) => isSuper(parent, depth + 1));
  };
  return data.users.flatMap((row) => {
    const own = [...row.groups, ...data.groups.filter((one) => one.users.includes(row.pk)).map((one) => one.pk)];
    const derived = own.some((pk) => isSuper(pk, 0));
    if (row.is_superuser === undefined || row.is_superuser === derived) return [];
    return [`user ${row.username}: is_superuser is ${row.is_superuser}, its groups make it ${derived}`];
  });
}

function repeated<Row>(
  rows: readonly Row[],
  what: string,
  ...read: readonly [(row: Row) => string | undefined, ((row: Row) => string)?]
): string[] {
  const [value, shown] = read;
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const text = value(row);
    if (text === undefined) return [];
    const known = seen.has(text);
    seen.add(text);
    return known ? [`duplicate ${what}: ${shown?.(row) ?? text}`] : [];
  });
}

function unknown<Key>(keys: readonly Key[], known: ReadonlySet<Key>): Key[] {
  return keys.filter((key) => !known.has(key));
}
