import { spreadUserPks } from '../operation.ts';
import type { Script } from './script.ts';

const DEPARTMENT = encodeURIComponent(JSON.stringify({ dept: 'engineering' }));

/** Scripts for the operations that begin with users. */
export const userScripts: Readonly<Record<string, Script>> = {
  'users-names': (get) => get('/core/users/?page_size=50&include_groups=false'),
  'users-groups': (get) => get('/core/users/?page_size=50'),
  'users-group-ids': (get) => get('/core/users/?page_size=50&include_groups=false'),
  'users-count': (get) => get('/core/users/?page_size=1&include_groups=false'),
  'users-search': (get) => get('/core/users/?search=berg&page_size=10&include_groups=false'),
  'users-attributes': (get) => get(`/core/users/?attributes=${DEPARTMENT}&is_active=true&page_size=20`),
  'user-thrice': (get) => get('/core/users/13/'),
  'user-tokens-used-by': async (get) => {
    const [user] = await Promise.all([get('/core/users/5/'), get('/core/users/5/used_by/')]);
    return get(`/core/tokens/?user__username=${user.username}&page_size=20`);
  },
  'user-by-name-tokens': (get) =>
    Promise.all([get('/core/users/?username=ops-1'), get('/core/tokens/?user__username=ops-1&page_size=10')]),
  'users-tokens': async (get) => {
    const users = await get('/core/users/?page_size=10&include_groups=false');
    return Promise.all(users.results.map((user) => get(`/core/tokens/?user__username=${user.username}&page_size=3`)));
  },
  'users-by-id-10': (get) => Promise.all(spreadUserPks(10).map((pk) => get(`/core/users/${pk}/`))),
  'users-by-id-40': (get) => Promise.all(spreadUserPks(40).map((pk) => get(`/core/users/${pk}/`))),
  'users-group-roles': (get) =>
    Promise.all([get('/core/users/?page_size=50'), get('/core/groups/?page_size=100&include_users=false')]),
};
