import fc from 'fast-check';
import { CALLER, MAX_GROUPS, MAX_USERS, toGroupPk, toUsername } from './pool.ts';

const pks = fc.uniqueArray(fc.integer({ min: 1, max: MAX_USERS }), { maxLength: 6 });
const indexes = fc.uniqueArray(fc.nat(MAX_GROUPS - 1), { maxLength: 4 });

const permissions = fc.subarray(['view_user', 'view_group', 'view_role']);

/** Who calls: what they may see, and whether the credential is any good. */
export const caller = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('plain' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('superuser' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('viewer' as const), permissions }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('objects' as const), permissions, users: pks, groups: indexes }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('bad' as const),
      credential: fc.constantFrom('unknown', 'expired', 'password'),
    }),
  },
);

/** A caller as drawn. */
export type Caller = typeof caller extends fc.Arbitrary<infer Value> ? Value : never;

/** The caller's token where it authenticates nobody. */
export function badToken(credential: string): object[] {
  const expired = { expiring: true, expires: '2021-01-01T00:00:00Z' };
  return [
    {
      user: CALLER,
      intent: credential === 'password' ? 'app_password' : 'api',
      ...(credential === 'expired' ? expired : {}),
    },
  ];
}

/** The permissions of a caller in a data set of this size. */
export function toPermissions(who: Caller, sizes: { readonly users: number; readonly groups: number }): object {
  const name = toUsername(CALLER);
  if (who.kind !== 'viewer' && who.kind !== 'objects') {
    return {};
  }
  const objects = who.kind === 'objects' ? who : { users: [], groups: [] };
  return {
    globalPermissions: { [name]: who.permissions },
    objectPermissions: {
      [name]: {
        view_user: objects.users.filter((pk) => pk <= sizes.users).map(String),
        view_group: objects.groups.filter((index) => index < sizes.groups).map(toGroupPk),
      },
    },
  };
}
