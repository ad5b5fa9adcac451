import { EIGHT_GROUPS, groupPk, type Operation, one } from '../operation.ts';

const ALL_GROUPS = 'One page of 100 holds all 60 groups';

/** Operations that begin with groups. */
export const groupOperations: readonly Operation[] = [
  {
    id: 'groups-counts',
    title: '20 groups with member counts',
    steps: one('{ groups(first: 20) { nodes { name usersCount } } }'),
    least: { requests: 1, why: 'The keys of members always come.' },
  },
  {
    id: 'groups-first-users',
    title: '20 groups, first 5 users each',
    steps: one('{ groups(first: 20) { nodes { name users(first: 5) { nodes { username name } } } } }'),
    least: {
      requests: 2,
      why: 'The groups with their members embedded (username and name are all that is selected), and /users/me/, since only a superuser is sure to see all of them as users.',
    },
  },
  {
    id: 'team-by-name',
    title: 'a team and its active people',
    steps: one(`{ group(name: "Platform") { ... on Group { name usersCount
      users(first: 10, where: { isActive: true }, orderBy: { field: NAME }) { totalCount nodes { name email } } } } }`),
    least: {
      requests: 2,
      why: 'The group for its count, the users by groups_by_name; neither has to wait for the other.',
    },
  },
  {
    id: 'team-users-groups',
    title: 'people of a team, their groups',
    steps: one('{ users(first: 50, where: { groupsByName: ["Platform"] }) { nodes { username groups { name } } } }'),
    least: { requests: 1, why: 'One page, groups embedded.' },
  },
  {
    id: 'team-members',
    title: 'a team’s members in short',
    steps: one('{ group(name: "Platform") { ... on Group { name members { username email } } } }'),
    least: { requests: 1, why: 'A group embeds its members.' },
  },
  {
    id: 'team-members-whole',
    title: 'a team’s members in full',
    steps: one('{ group(name: "Platform") { ... on Group { name members { username user { path lastLogin } } } } }'),
    least: { requests: 2, why: 'The group, then its users as one list with groups_by_pk, spread by their keys.' },
  },
  {
    id: 'ancestry',
    title: 'two levels up, with roles',
    steps: one(`{ group(name: "Platform Build") { ... on Group { name roles { name }
      parent { name roles { name } parent { name roles { name } } } } } }`),
    least: { requests: 1, why: `${ALL_GROUPS}; one by one it is three in a row.` },
  },
  {
    id: 'children-counts',
    title: 'a department, its teams’ counts',
    steps: one('{ group(name: "Engineering") { ... on Group { name children { name usersCount } } } }'),
    least: { requests: 1, why: `${ALL_GROUPS}.` },
  },
  {
    id: 'groups-by-id-8',
    title: '8 groups by id',
    steps: one(`{ groupsById(ids: ${JSON.stringify(EIGHT_GROUPS.map(groupPk))}) { name usersCount } }`),
    least: { requests: 1, why: `${ALL_GROUPS}; there is no filter by key.` },
  },
];
