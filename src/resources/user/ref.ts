import type { Params } from '../../authentik/client.ts';
import { pickRow } from '../../authentik/page.ts';
import type { GatewayContext } from '../../context.ts';
import { builder } from '../../graphql/builder.ts';
import { createEnum } from '../../graphql/enum.ts';
import { createLoader } from '../../graphql/loader.ts';
import type { Needs } from '../../graphql/needs.ts';
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
export const userByPk = createLoader<number, UserJson>(async (pk, context) =>
  rememberUser(context, await getUser(context.authentik, pk, toUserIncludes(context.needs))),
);

/** A user by exact login name. */
export const userByUsername = createLoader<string, UserJson>((username, context) =>
  findUser(context, 'username', username),
);

/** A user by lower-case UUID. */
export const userByUuid = createLoader<string, UserJson>((uuid, context) => findUser(context, 'uuid', uuid));

/** Lets the loaders answer from a user that came by another way; what they have already is kept. */
export function rememberUser(context: GatewayContext, user: UserJson): UserJson {
  userByPk(context).prime(user.pk, user);
  userByUsername(context).prime(user.username, user);
  userByUuid(context).prime(user.uuid, user);
  return user;
}

/** The include switches of a request that answers users or tokens. */
export function toUserIncludes(needs: Needs): Params {
  return needs.has('include_groups') ? {} : { include_groups: 'false' };
}

async function findUser(context: GatewayContext, field: 'username' | 'uuid', value: string): Promise<UserJson> {
  const params = { [field]: value, page_size: '1', ...toUserIncludes(context.needs) };
  const page = await getUserPage(context.authentik, params, { [field]: [field] });
  return rememberUser(
    context,
    pickRow(page, (user) => user[field] === value),
  );
}
