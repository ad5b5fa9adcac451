import type { Params } from '../../authentik/client.ts';
import { parseText, parseUserPk, parseUuid } from '../../authentik/path.ts';
import { toSearchParam } from '../../authentik/search.ts';
import type { GatewayContext } from '../../context.ts';
import { builder } from '../../graphql/builder.ts';
import { pickKey } from '../../graphql/exactly-one.ts';
import { createLoader } from '../../graphql/loader.ts';
import { loadMany } from '../../graphql/many.ts';
import type { Needs } from '../../graphql/plan.ts';
import { planned } from '../../graphql/plan-declaration.ts';
import { asResult, createResult } from '../../graphql/result.ts';
import { groupRef } from '../group/ref.ts';
import { userList } from './list.ts';
import { userByPk, userByUsername, userByUuid, userRef } from './ref.ts';
import { getUserPaths, type UserJson } from './rest.ts';
import { groupUserWhere, userWhere } from './where.ts';

type UserKeys = {
  readonly id?: string | null | undefined;
  readonly pk?: number | null | undefined;
  readonly uuid?: string | null | undefined;
  readonly username?: string | null | undefined;
};

const userResult = createResult(
  'AuthentikUserResult',
  userRef,
  'A user, or why there is none. Errors without a fragment go to `errors[]`.',
);

const userPaths = createLoader<Params, readonly string[]>({
  loadOne: (params, context) => getUserPaths(context.authentik, params),
});

builder.queryFields((t) => ({
  user: t.field({
    type: userResult,
    nullable: true,
    description: 'One user by exactly one key. Needs permission to view users.',
    args: {
      id: t.arg.id({ description: 'The primary key as text, as `User.id` answers it.' }),
      pk: t.arg.int({ description: 'The primary key as a number.' }),
      uuid: t.arg.id({ description: 'The UUID, in the usual form with hyphens.' }),
      username: t.arg.string({ description: 'The exact login name, upper and lower case told apart.' }),
    },
    extensions: planned({ fetches: 'user' }),
    resolve: (_root, { id, pk, uuid, username }, context, info) =>
      asResult(context, info, async () => loadUser({ id, pk, uuid, username }, context, context.plan.at(info).needs)),
  }),
  usersById: t.field({
    type: [userRef],
    nullable: { list: true, items: true },
    description:
      'As many users as ids, in the order of the ids; null, with an error at its place, for each that fails.',
    args: { ids: t.arg.idList({ required: true, description: 'Up to 100 primary keys; repeated ones cost nothing.' }) },
    extensions: planned({ fetches: 'user' }),
    resolve: (_root, { ids }, context, info) =>
      loadMany(ids, 'ids', (id, path) =>
        userByPk(context).load(parseUserPk(id, path), { needs: context.plan.at(info).needs }),
      ) as Promise<UserJson[]>,
  }),
  users: t.field({
    type: userList.connection,
    nullable: true,
    description:
      'All users this credential may view, page by page. A credential that may view none is refused with `FORBIDDEN`.',
    args: userList.args(userWhere),
    extensions: planned({ fetches: 'user' }),
    resolve: (_root, args, context, info) =>
      userList.read(context, { args, where: userWhere, fetch: context.plan.at(info) }),
  }),
}));

builder.queryField('userPaths', (t) =>
  t.stringList({
    nullable: true,
    description: 'The paths that users are filed under, sorted, each once.',
    args: {
      search: t.arg.string({
        description: 'Only paths of users that match this text; see `AuthentikUserWhere.search`.',
      }),
    },
    extensions: planned({ fetches: 'other' }),
    resolve: async (_root, { search }, context) => [
      ...(await userPaths(context).load(
        typeof search === 'string' ? { search: toSearchParam(search, ['search']) } : {},
      )),
    ],
  }),
);

builder.objectField(groupRef, 'users', (t) =>
  t.field({
    type: userList.connection,
    nullable: true,
    description:
      'The group’s direct members as complete users, as far as this credential may view them. Costs a request per page; all members in short are in `members`.',
    args: userList.args(groupUserWhere),
    extensions: planned({ fetches: 'user' }),
    resolve: (group, args, context, info) =>
      userList.read(context, {
        args,
        where: groupUserWhere,
        fixed: { groups_by_pk: [group.pk] },
        fetch: context.plan.at(info),
      }),
  }),
);

function loadUser(keys: UserKeys, context: GatewayContext, needs: Needs): Promise<UserJson> {
  const [name, value] = pickKey(keys);
  switch (name) {
    case 'uuid':
      return userByUuid(context).load(parseUuid(value, ['uuid']), { needs });
    case 'username':
      return userByUsername(context).load(parseText(value, ['username'], 150), { needs });
    default:
      return userByPk(context).load(parseUserPk(value, [name]), { needs });
  }
}
