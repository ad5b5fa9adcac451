import { z } from 'zod';
import { SEARCH_AVAILABILITY } from '../../authentik/availability.ts';
import { type Behind, getAvailablePage } from '../../authentik/available-page.ts';
import type { AuthentikClient, Params } from '../../authentik/client.ts';
import { checkKey, type Page } from '../../authentik/page.ts';
import { createBadResponseError } from '../../authentik/to-error.ts';
import type { InputNames } from '../../authentik/validation-error.ts';
import { userShape } from '../user/rest.ts';

/** A token as every endpoint that answers one does. */
export const tokenShape = z.object({
  pk: z.string(),
  managed: z.string().nullable(),
  identifier: z.string(),
  intent: z.string(),
  user_obj: userShape,
  description: z.string(),
  expires: z.string().nullable(),
  expiring: z.boolean(),
});

/** A token as list and detail answer it: its owner embedded, its key never. */
export type TokenJson = z.infer<typeof tokenShape>;

/** Where tokens are created and listed. */
export const TOKENS_PATH = '/core/tokens/';

/** A token's detail path. `identifier` must be checked. */
export function tokenPath(identifier: string): string {
  return `/core/tokens/${identifier}/`;
}

/** Asks for one token by checked identifier. The include switches reach its embedded owner though authentik does not document them here. */
export async function getToken(authentik: AuthentikClient, identifier: string, includes: Params): Promise<TokenJson> {
  const token = await authentik.get({ path: tokenPath(identifier), params: includes, shape: tokenShape });
  return checkKey(token, (row) => row.identifier === identifier);
}

/** Asks for one page of tokens; throws as {@link getAvailablePage} does. */
export async function getTokenPage(behind: Behind, params: Params, names: InputNames): Promise<Page<TokenJson>> {
  const list = { path: TOKENS_PATH, row: tokenShape, availability: SEARCH_AVAILABILITY };
  const page = await getAvailablePage(behind, list, { params, names });
  const owner = params.user__username;
  if (owner !== undefined && page.rows.some(({ user_obj: user }) => user.username !== owner)) {
    throw createBadResponseError(new TypeError('expected tokens of the owner asked for, but got: others'));
  }
  return page;
}
