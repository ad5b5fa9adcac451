import fc from 'fast-check';
import { parseDataset, type SandboxDataset } from '../../src/sandbox/index.ts';
import { badToken, caller, toPermissions } from './caller.ts';
import {
  attributes,
  CALLER,
  CALLER_KEY,
  email,
  MAX_GROUPS,
  MAX_USERS,
  path,
  text,
  time,
  toGroupName,
  toGroupPk,
  toIdentifier,
  toRolePk,
  toTokenPk,
  toUsername,
  toUserUuid,
} from './pool.ts';

/** A data set and the credential that a document is run with. */
export interface World {
  readonly dataset: SandboxDataset;
  readonly caller: string;
  readonly key: string;
}

const ROLES = 3;

const user = fc.record({
  name: text,
  email,
  path,
  attributes,
  is_active: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  type: fc.constantFrom('internal', 'external', 'service_account', 'internal_service_account'),
  last_login: fc.option(time),
  date_joined: time,
  last_updated: time,
  password_change_date: time,
  memberOf: fc.uniqueArray(fc.nat(MAX_GROUPS - 1), { maxLength: 4 }),
});

const group = fc.record({
  attributes,
  is_superuser: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  above: fc.option(fc.nat(MAX_GROUPS - 1)),
  roles: fc.uniqueArray(fc.nat(ROLES - 1), { maxLength: 2 }),
});

const token = fc.record({
  owner: fc.oneof(fc.constant(CALLER), fc.integer({ min: 1, max: MAX_USERS })),
  intent: fc.constantFrom('api', 'app_password', 'recovery', 'verification'),
  description: text,
  expires: fc.option(time),
  expiring: fc.boolean(),
  isManaged: fc.boolean(),
});

const parts = fc.record({
  users: fc.array(user, { minLength: 3, maxLength: MAX_USERS, size: 'large' }),
  groups: fc.array(group, { minLength: 2, maxLength: MAX_GROUPS, size: 'large' }),
  roleNames: fc.constant(['Auditor', 'Ölmann', 'auditor']),
  tokens: fc.array(token, { maxLength: 6 }),
  caller,
});

type Parts = typeof parts extends fc.Arbitrary<infer Value> ? Value : never;

/** Small random data sets with a caller: 3 to 25 users, 2 to 8 groups in a forest, tokens, roles and permissions. */
export const world: fc.Arbitrary<World> = parts.map((drawn) => ({
  dataset: parseDataset(toJson(drawn)),
  caller: toCallerName(drawn),
  key: drawn.caller.kind === 'bad' && drawn.caller.credential === 'unknown' ? 'key-of-nobody' : CALLER_KEY,
}));

function toCallerName({ caller: who }: Parts): string {
  return who.kind === 'bad' ? `bad credential (${who.credential})` : who.kind;
}

function toJson({ users, groups, tokens, roleNames, caller: who }: Parts): unknown {
  const isKnown = (index: number) => index < groups.length;
  const isSuperuser = who.kind === 'superuser';
  return {
    users: users.map(({ memberOf, ...row }, index) => ({
      ...row,
      pk: index + 1,
      username: toUsername(index + 1),
      uuid: toUserUuid(index + 1),
      is_active: row.is_active || index + 1 === CALLER,
      groups: [...new Set([...memberOf.filter(isKnown), ...(isSuperuser && index + 1 === CALLER ? [0] : [])])].map(
        toGroupPk,
      ),
    })),
    groups: groups.map(({ above, roles, ...row }, index) => ({
      ...row,
      pk: toGroupPk(index),
      name: toGroupName(index),
      is_superuser: index === 0 ? isSuperuser : row.is_superuser,
      parent: above !== null && above < index ? toGroupPk(above) : null,
      roles: roles.map(toRolePk),
    })),
    roles: roleNames.map((name, index) => ({ pk: toRolePk(index), name })),
    tokens: [
      ...(who.kind === 'bad' ? badToken(who.credential) : [{ user: CALLER, intent: 'api' }]),
      ...tokens.map(({ owner, isManaged, ...row }, index) => ({
        ...row,
        user: Math.min(owner, users.length),
        managed: isManaged ? `goauthentik.io/${index}` : null,
      })),
    ].map((row, index) => ({
      ...row,
      pk: toTokenPk(index),
      identifier: toIdentifier(index),
      key: index === 0 ? CALLER_KEY : `key-${index}`,
    })),
    ...toPermissions(who, { users: users.length, groups: groups.length }),
  };
}
