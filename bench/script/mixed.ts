import type { Script } from './script.ts';

const USERS = '/core/users/?include_groups=false';

/** Scripts for the operations over several kinds of object, over several pages, and those that fail. */
export const mixedScripts: Readonly<Record<string, Script>> = {
  dashboard: (get) =>
    Promise.all([
      get('/core/users/me/'),
      get(`${USERS}&ordering=-date_joined&page_size=5`),
      get('/core/tokens/?expiring=true&ordering=expires&page_size=5'),
      get('/core/groups/?page_size=1&include_users=false'),
    ]),
  partners: (get) => Promise.all([get('/core/users/paths/'), get(`${USERS}&path_startswith=partners&page_size=20`)]),
  'pages-3-and-back': async (get) => {
    for (const page of [1, 2, 3, 2]) {
      await get(`${USERS}&page_size=20&page=${page}`);
    }
  },
  'last-30': (get) => get(`${USERS}&ordering=-username&page_size=30`),
  'missing-token': (get) => Promise.all([get('/core/tokens/plain-api/'), get('/core/tokens/no-such-token/')]),
  'some-missing': (get) => Promise.all([4, 5, 6, 999_999].map((pk) => get(`/core/users/${pk}/`))),
  'forbidden-list': (get) => get(USERS),
  'forbidden-with-viewer': (get) => Promise.all([get(USERS), get('/core/users/me/')]),
};
