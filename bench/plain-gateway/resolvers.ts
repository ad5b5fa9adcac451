import type { PlainContext } from './context.ts';
import { type ListArgs, readList } from './list.ts';
import type { Get, Json } from './rest.ts';

type Keys = Readonly<Record<string, string | number | null | undefined>>;

const list = (path: string) => (_root: unknown, args: ListArgs, context: PlainContext) => readList(context, path, args);
const field = (name: string) => (row: Json) => row[name];
const usedBy =
  (path: string) =>
  (row: Json, _args: unknown, { get }: PlainContext) =>
    get<readonly Json[]>(`/core/${path}/${row.pk}/used_by/`);
const tokensOf = (owner: Json, args: ListArgs, context: PlainContext) =>
  readList(context, '/core/tokens/', { ...args, fixed: { user__username: String(owner.username) } });

// What is embedded in a user is a part of the group; the rest is read with the whole group.
const groupField =
  (name: string) =>
  async (row: Json, _args: unknown, { groupByPk }: PlainContext) =>
    name in row ? row[name] : (await groupByPk.load(String(row.pk)))[name];

/** The resolvers of {@link typeDefs}: authentik's rows as they come, loaders by key, one page a list. */
export const resolvers = {
  Query: {
    viewer: (_root: unknown, _args: unknown, { me }: PlainContext) => me.load('me'),
    token: (_root: unknown, { identifier }: { identifier: string }, context: PlainContext) =>
      context.tokenByIdentifier.load(identifier),
    tokensByIdentifier: (_root: unknown, { identifiers }: { identifiers: string[] }, context: PlainContext) =>
      identifiers.map((identifier) => context.tokenByIdentifier.load(identifier)),
    user: async (_root: unknown, { id, pk, username, uuid }: Keys, { get, ...context }: PlainContext) => {
      if (username) {
        return context.userByUsername.load(String(username));
      }
      return uuid ? getByUuid(get, String(uuid)) : context.userByPk.load(String(id ?? pk));
    },
    usersById: (_root: unknown, { ids }: { ids: string[] }, { userByPk }: PlainContext) =>
      ids.map((id) => userByPk.load(id)),
    group: (_root: unknown, { id, name }: Keys, { groupByPk, groupByName }: PlainContext) =>
      name ? groupByName.load(String(name)) : groupByPk.load(String(id)),
    groupsById: (_root: unknown, { ids }: { ids: string[] }, { groupByPk }: PlainContext) =>
      ids.map((id) => groupByPk.load(id)),
    userPaths: async (_root: unknown, { search }: Keys, { get }: PlainContext) =>
      (await get<{ paths: string[] }>('/core/users/paths/', search ? { search: String(search) } : {})).paths,
    tokens: list('/core/tokens/'),
    users: list('/core/users/'),
    groups: list('/core/groups/'),
  },
  Viewer: {
    isSuperuser: field('is_superuser'),
    tokens: tokensOf,
    user: (row: Json, _args: unknown, { userByPk }: PlainContext) => userByPk.load(String(row.pk)),
  },
  Token: {
    id: field('pk'),
    intent: (row: Json) => String(row.intent).toUpperCase(),
    user: field('user_obj'),
  },
  User: {
    id: field('pk'),
    isActive: field('is_active'),
    isSuperuser: field('is_superuser'),
    lastLogin: field('last_login'),
    dateJoined: field('date_joined'),
    groups: field('groups_obj'),
    tokens: tokensOf,
    usedBy: usedBy('users'),
  },
  Group: {
    id: field('pk'),
    isSuperuser: field('is_superuser'),
    parent: async (row: Json, _args: unknown, { groupByPk }: PlainContext) =>
      row.parent ? groupByPk.load(String(row.parent)) : null,
    children: async (row: Json, args: unknown, context: PlainContext) => {
      const children = (await groupField('children')(row, args, context)) as string[];
      return children.map((pk) => context.groupByPk.load(pk));
    },
    roles: groupField('roles_obj'),
    usersCount: async (row: Json, args: unknown, context: PlainContext) =>
      ((await groupField('users')(row, args, context)) as unknown[]).length,
    users: (row: Json, args: ListArgs, context: PlainContext) =>
      readList(context, '/core/users/', { ...args, fixed: { groups_by_pk: [String(row.pk)] } }),
    members: groupField('users_obj'),
    usedBy: usedBy('groups'),
  },
  Member: {
    isActive: field('is_active'),
    user: (row: Json, _args: unknown, { userByPk }: PlainContext) => userByPk.load(String(row.pk)),
  },
  UsedBy: { modelName: field('model_name') },
};

async function getByUuid(get: Get, uuid: string): Promise<Json | null> {
  return (await get<{ results: Json[] }>('/core/users/', { uuid })).results[0] ?? null;
}
