import type { Script } from './script.ts';

const ALL_GROUPS = '/core/groups/?page_size=100&include_users=false';

/** Scripts for the operations over objects inside objects. */
export const nestedScripts: Readonly<Record<string, Script>> = {
  'tokens-owner-roles': (get) => Promise.all([get('/core/tokens/?page_size=20'), get(ALL_GROUPS)]),
  'users-group-sizes': (get) => Promise.all([get('/core/users/?page_size=50'), get(ALL_GROUPS)]),
  'team-members-roles': (get) =>
    Promise.all([get('/core/users/?groups_by_name=Platform&page_size=100'), get(ALL_GROUPS)]),
  'teams-members-login': async (get) => {
    const groups = await get('/core/groups/?page_size=10');
    const filter = groups.results.map(({ pk }) => `groups_by_pk=${pk}`).join('&');
    const users = `/core/users/?${filter}&ordering=pk&page_size=100&include_groups=false`;
    const first = await get(users);
    for (let page = 2; page <= first.pagination.total_pages; page += 1) {
      await get(`${users}&page=${page}`);
    }
  },
  'two-teams': (get) =>
    Promise.all([
      get('/core/groups/?name=Platform'),
      get('/core/groups/?name=Payments'),
      get('/core/users/?groups_by_name=Platform&groups_by_name=Payments&page_size=100&include_groups=false'),
    ]),
};
