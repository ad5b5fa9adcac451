import { TEN_IDENTIFIERS } from '../operation.ts';
import type { Script } from './script.ts';

/** Scripts for the operations that begin with tokens or with the caller. */
export const tokenScripts: Readonly<Record<string, Script>> = {
  'who-am-i': (get) => get('/core/users/me/'),
  'my-tokens': async (get) => {
    const me = await get('/core/users/me/');
    return get(`/core/tokens/?user__username=${me.user.username}&page_size=5`);
  },
  'token-and-owner': (get) => get('/core/tokens/plain-api/'),
  'token-owner-groups': (get) => get('/core/tokens/plain-api/'),
  'tokens-50-owners': (get) => get('/core/tokens/?page_size=50'),
  'tokens-20-owner-groups': (get) => get('/core/tokens/?page_size=20'),
  'tokens-expiring': (get) => get('/core/tokens/?expiring=true&ordering=expires&page_size=10'),
  'tokens-by-identifier': (get) =>
    Promise.all([...new Set(TEN_IDENTIFIERS)].map((identifier) => get(`/core/tokens/${identifier}/`))),
};
