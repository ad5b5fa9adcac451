import { EIGHT_GROUPS, groupPk } from '../operation.ts';
import type { Script } from './script.ts';

// There are 60 groups: who may see them all reads them all.
const ALL_GROUPS = '/core/groups/?page_size=100&include_users=false';

/** Scripts for the operations that begin with groups. */
export const groupScripts: Readonly<Record<string, Script>> = {
  'groups-counts': (get) => get('/core/groups/?page_size=20&include_users=false'),
  // The first five by username are picked from the embedded members: a superuser sees them all anyway.
  'groups-first-users': (get) => get('/core/groups/?page_size=20'),
  'team-by-name': (get) =>
    Promise.all([
      get('/core/groups/?name=Platform&include_users=false'),
      get('/core/users/?groups_by_name=Platform&is_active=true&ordering=name&page_size=10&include_groups=false'),
    ]),
  'team-users-groups': (get) => get('/core/users/?groups_by_name=Platform&page_size=50'),
  'team-members': (get) => get('/core/groups/?name=Platform'),
  // The name of the team is in each user's groups.
  'team-members-whole': (get) => get('/core/users/?groups_by_name=Platform&page_size=100'),
  ancestry: (get) => get(ALL_GROUPS),
  'children-counts': (get) => get(ALL_GROUPS),
  'groups-by-id-8': (get) =>
    Promise.all(EIGHT_GROUPS.map((name) => get(`/core/groups/${groupPk(name)}/?include_users=false`))),
};
