import { type Operation, one } from '../operation.ts';

/** Operations over objects inside objects that belong to each other many to many, as pages of a user interface show them. */
export const nestedOperations: readonly Operation[] = [
  {
    id: 'tokens-owner-roles',
    title: '20 tokens, roles behind them',
    steps: one('{ tokens(first: 20) { nodes { identifier user { username groups { name roles { name } } } } } }'),
    least: { requests: 2, why: 'The tokens, then one list of groups with members_by_pk repeated, spread by its keys.' },
  },
  {
    id: 'users-group-sizes',
    title: '50 users, their groups’ sizes',
    steps: one('{ users(first: 50) { nodes { username groups { name parent { name } usersCount } } } }'),
    least: { requests: 2, why: 'The users, then one list of groups with members_by_pk repeated, spread by its keys.' },
  },
  {
    id: 'team-members-roles',
    title: 'a team’s people, all their roles',
    steps: one(`{ group(name: "Platform") { ... on Group { name members { username
      user { lastLogin groups { name roles { name } } } } } } }`),
    least: { requests: 3, why: 'The group, its users as one list, their groups as one list.' },
  },
  {
    id: 'teams-members-login',
    title: '10 groups, members’ last logins',
    steps: one('{ groups(first: 10) { nodes { name members { username user { lastLogin path } } } } }'),
    least: {
      requests: 3,
      why: 'The groups, then their users as one list with groups_by_pk repeated, which is two pages.',
    },
  },
  {
    id: 'two-teams',
    title: 'two teams side by side',
    steps: one(`{ a: group(name: "Platform") { ...Team } b: group(name: "Payments") { ...Team } }
      fragment Team on Group { name usersCount roles { name } members { username user { path isActive } } }`),
    least: { requests: 3, why: 'Two groups by name, then the users of both as one list.' },
  },
];
