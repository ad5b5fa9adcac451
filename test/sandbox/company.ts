import { parseDataset, type SandboxDataset } from '../../src/sandbox/index.ts';

const uuid = (digits: string) => `00000000-0000-4000-8000-${digits.padStart(12, '0')}`;

export const ROOT = uuid('a1');
export const MIDDLE = uuid('a2');
export const LEAF = uuid('a3');
export const TEAM = uuid('b1');
export const READERS = uuid('c1');

const token = (user: number, username: string) => ({
  ...{ pk: uuid(`f${user}`), identifier: `${username}-api`, user, expiring: false, key: `key-${username}` },
});

/**
 * A small company with three levels of groups. `boss` is a superuser by an ancestor of its only group, `clerk` sees
 * user 3 and group TEAM and nothing else, `reader` all users, `guest` nothing, `outpost` is an internal service account.
 */
export function aCompany(): SandboxDataset {
  return parseDataset({
    users: [
      { ...{ pk: 2, uuid: uuid('2'), username: 'boss', name: 'Boss', groups: [LEAF] }, email: 'boss@example.com' },
      {
        ...{ pk: 3, uuid: uuid('3'), username: 'clerk', name: 'Änne Clerk', groups: [TEAM], path: 'users/berlin' },
        ...{
          attributes: { dept: 'ops', tags: ['a', 'b'], size: 3, desk: { floor: 2 }, 'goauthentik.io/user/x': true },
        },
        ...{ date_joined: '2024-05-01T10:00:00.000001Z', last_login: '2026-01-01T00:00:00Z' },
        ...{ last_updated: '2025-01-01T00:00:00Z', email: 'clerk@example.com' },
      },
      {
        ...{ pk: 4, uuid: uuid('4'), username: 'reader', name: 'reader', groups: [TEAM, READERS], path: 'users' },
        ...{ attributes: { dept: 'eng', size: 10, gone: null }, date_joined: '2024-05-01T10:00:00.000002Z' },
        ...{ last_updated: '2025-06-01T00:00:00Z', email: 'clerk@example.com' },
      },
      {
        ...{ pk: 5, uuid: uuid('5'), username: 'guest', name: 'Zed', type: 'external', path: 'partners/acme' },
        ...{ date_joined: '2025-05-01T10:00:00Z', last_login: '2025-01-01T00:00:00Z', is_active: true },
      },
      {
        ...{ pk: 6, uuid: uuid('6'), username: 'outpost', type: 'internal_service_account' },
        path: 'goauthentik.io/outposts',
      },
    ],
    groups: [
      { pk: ROOT, name: 'Root', is_superuser: true, attributes: { settings: { locale: 'en', tabs: ['one'] } } },
      { pk: MIDDLE, name: 'Middle', parent: ROOT },
      { pk: LEAF, name: 'Leaf', parent: MIDDLE, attributes: { settings: { locale: 'de', tabs: ['two'] } } },
      { pk: TEAM, name: 'Team', roles: [uuid('d2')] },
      { pk: READERS, name: 'Readers' },
    ],
    tokens: [
      token(2, 'boss'),
      token(3, 'clerk'),
      token(4, 'reader'),
      { ...token(5, 'guest'), description: 'with keys' },
      token(6, 'outpost'),
      {
        ...{ pk: uuid('f9'), identifier: 'guest-soon', user: 5, key: 'key-soon', expiring: true },
        expires: '2026-01-01T00:00:00Z',
      },
    ],
    roles: [
      { pk: uuid('d1'), name: 'First' },
      { pk: uuid('d2'), name: 'Second' },
    ],
    globalPermissions: { reader: ['view_user', 'view_role'], guest: ['view_token_key'] },
    objectPermissions: { clerk: { view_user: ['3'], view_group: [TEAM] } },
  });
}
