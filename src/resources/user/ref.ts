import type { Params } from '../../authentik/client.ts';
import { pickRow, rememberPage } from '../../authentik/page.ts';
import { toSwitchParams } from '../../authentik/switches.ts';
import type { GatewayContext } from '../../context.ts';
import { builder } from '../../graphql/builder.ts';
import { ROW_MS } from '../../graphql/cost.ts';
import { createEnum } from '../../graphql/enum.ts';
import { createLoader, keyedBy } from '../../graphql/loader.ts';
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

// All keys share one loader, so that users who are wanted at the same moment are one batch, however they are named.
type UserKey = `pk ${number}` | `uuid ${string}` | `username ${string}`;

const toKeys = ({ pk, uuid, username }: UserJson): UserKey[] => [`pk ${pk}`, `uuid ${uuid}`, `username ${username}`];

const userByKey = createLoader<UserKey, UserJson>({
  loadOne: async (key, context, needs) => rememberUser(context, await getUserByKey(key, context, needs)),
  list: (context) => ({
    hintParam: 'groups_by_pk',
    rowMs: ROW_MS.user,
    toKeys,
    getPage: async (params, needs) => {
      const page = await getUserPage(context, { ...params, ...toUserIncludes('users', needs, context) }, {});
      return rememberPage(page, (user) => rememberUser(context, user));
    },
  }),
});

/** A user by checked primary key. */
export const userByPk = keyedBy(userByKey, (pk: number): UserKey => `pk ${pk}`);

/** A user by exact login name. */
export const userByUsername = keyedBy(userByKey, (username: string): UserKey => `username ${username}`);

/** A user by lower-case UUID. */
export const userByUuid = keyedBy(userByKey, (uuid: string): UserKey => `uuid ${uuid}`);

/** Lets the loaders answer from a user that came by another way; what they have already is kept. */
export function rememberUser(context: GatewayContext, user: UserJson): UserJson {
  for (const key of toKeys(user)) {
    userByKey(context).prime(key, user);
  }
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

async function getUserByKey(key: UserKey, context: GatewayContext, needs: Needs): Promise<UserJson> {
  const at = key.indexOf(' ');
  const [field, value] = [key.slice(0, at), key.slice(at + 1)];
  const includes = toUserIncludes(field === 'pk' ? 'user' : 'users', needs, context);
  if (field === 'pk') {
    return getUser(context.authentik, Number(value), includes);
  }
  const params = { [field]: value, page_size: '1', ...includes };
  const page = await getUserPage(context, params, { [field]: [field] });
  return pickRow(page, (user) => toKeys(user).includes(key));
}
