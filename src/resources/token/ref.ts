import { rememberPage } from '../../authentik/page.ts';
import type { GatewayContext } from '../../context.ts';
import { builder } from '../../graphql/builder.ts';
import { ROW_MS } from '../../graphql/cost.ts';
import { createEnum } from '../../graphql/enum.ts';
import { createLoader } from '../../graphql/loader.ts';
import { rememberUser, toUserIncludes } from '../user/ref.ts';
import { getToken, getTokenPage, type TokenJson } from './rest.ts';

/** `Token` over a complete token: authentik never sends less. */
export const tokenRef = builder.objectRef<TokenJson>('Token');

/** `AuthentikTokenIntent` over authentik's `intent` of a token. */
export const tokenIntent = createEnum('AuthentikTokenIntent', 'What a token is good for.', {
  api: 'Authenticates requests to authentik’s API as its owner; the only kind this gateway can be used with.',
  app_password:
    'Stands in for the owner’s password where a flow asks for one, e.g. in a mail client; never authenticates API requests.',
  recovery: 'Opens a recovery link once; made by authentik itself.',
  verification: 'Confirms an e-mail address or invitation; made by authentik itself.',
});

/** A token by checked identifier. */
export const tokenByIdentifier = createLoader<string, TokenJson>({
  loadOne: async (identifier, context, needs) =>
    rememberToken(context, await getToken(context.authentik, identifier, toUserIncludes('token', needs, context))),
  list: (context) => ({
    // No multi-value filter leads to tokens, so nobody gives hints; the list of all serves where singles are too many.
    hintParam: 'identifier',
    rowMs: ROW_MS.token,
    toKeys: ({ identifier }) => [identifier],
    getPage: async (params, needs) => {
      const page = await getTokenPage(context, { ...params, ...toUserIncludes('token', needs, context) }, {});
      return rememberPage(page, (token) => rememberToken(context, token));
    },
  }),
});

/** Lets the loaders answer from a token, and its embedded owner, that came by another way. */
export function rememberToken(context: GatewayContext, token: TokenJson): TokenJson {
  tokenByIdentifier(context).prime(token.identifier, token);
  rememberUser(context, token.user_obj);
  return token;
}
