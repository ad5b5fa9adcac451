import type { Params } from '../../authentik/client.ts';
import { pickRow, rememberPage } from '../../authentik/page.ts';
import { toSwitchParams } from '../../authentik/switches.ts';
import type { GatewayContext } from '../../context.ts';
import { builder } from '../../graphql/builder.ts';
import { ROW_MS } from '../../graphql/cost.ts';
import { createEnum } from '../../graphql/enum.ts';
import { createLoader } from '../../graphql/loader.ts';
import type { Needs } from '../../graphql/plan.ts';
import { getUser, getUserPage, type UserJson } from './rest.ts';

/** `User` over a complete user: authentik never embeds less. */
export const userRef = builder.objectRef<UserJson>('User');

/** `AuthentikUserType` over authentik's `type` of a user. */
export const userType = createEnum('AuthentikUserType', 'What kind of account a user is.', {
  internal: 'A person of the organisation itself.',
  external: 'A person from outside, such as a customer or partner; cannot use the user interface for internal users.',
  service_account: 'A program, created by an administrator.',
  internal_service_account: 'A program of authentik’s own, such as an outpost; cannot be changed.',
});

/** A user by checked primary key. */
export const userByPk = createLoader<number, UserJson>({
  loadOne: async (pk, context, needs) =>
    rememberUser(context, await getUser(context.authentik, pk, toUserIncludes('user', needs, context))),
  list: (context) => ({
    hintParam: 'groups_by_pk',
    rowMs: ROW_MS.user,
    toKey: ({ pk }) => pk,
    getPage: async (params, needs) => {
      const page = await getUserPage(context.authentik, { ...params, ...toUserIncludes('users', needs, context) }, {});
      return rememberPage(page, (user) => rememberUser(context, user));
    },
  }),
});

/** A user by exact login name. */
export const userByUsername = createLoader<string, UserJson>({
  loadOne: (username, context, needs) => findUser(context, { username }, needs),
});

/** A user by lower-case UUID. */
export const userByUuid = createLoader<string, UserJson>({
  loadOne: (uuid, context, needs) => findUser(context, { uuid }, needs),
});

/** Lets the loaders answer from a user that came by another way; what they have already is kept. */
export function rememberUser(context: GatewayContext, user: UserJson): UserJson {
  userByPk(context).prime(user.pk, user);
  userByUsername(context).prime(user.username, user);
  userByUuid(context).prime(user.uuid, user);
  return user;
}

/** The include switches of a request that answers one user, a page of users, or tokens. */
export function toUserIncludes(
  answered: 'user' | 'users' | 'token',
  needs: Needs,
  { plan, release }: GatewayContext,
): Params {
  return toSwitchParams(answered, release, (include) => needs.has(include) || plan.loads.user.has(include));
}

type UserKey = { readonly username: string } | { readonly uuid: string };

async function findUser(context: GatewayContext, key: UserKey, needs: Needs): Promise<UserJson> {
  const [[field, value] = ['', '']] = Object.entries(key);
  const params = { ...key, page_size: '1', ...toUserIncludes('users', needs, context) };
  const page = await getUserPage(context.authentik, params, { [field]: [field] });
  return rememberUser(
    context,
    pickRow(page, (user) => ('uuid' in key ? user.uuid : user.username) === value),
  );
}
