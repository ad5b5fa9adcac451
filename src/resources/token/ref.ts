import type { GatewayContext } from '../../context.ts';
import { builder } from '../../graphql/builder.ts';
import { createLoader } from '../../graphql/loader.ts';
import { rememberUser, toUserIncludes } from '../user/ref.ts';
import { getToken, type TokenJson } from './rest.ts';

/** `Token` over a complete token: authentik never sends less. */
export const tokenRef = builder.objectRef<TokenJson>('Token');

/** A token by checked identifier. */
export const tokenByIdentifier = createLoader<string, TokenJson>(async (identifier, context) =>
  rememberToken(context, await getToken(context.authentik, identifier, toUserIncludes(context.needs))),
);

/** Lets the loaders answer from a token, and its embedded owner, that came by another way. */
export function rememberToken(context: GatewayContext, token: TokenJson): TokenJson {
  tokenByIdentifier(context).prime(token.identifier, token);
  rememberUser(context, token.user_obj);
  return token;
}
