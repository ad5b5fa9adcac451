import { createHash } from 'node:crypto';
import { type Answer, type Call, DONE } from '../call.ts';
import type { UserRow } from '../dataset.ts';
import { formatTime, minutesAfter } from '../time.ts';
import { demandEverywhere, findWritable } from '../write.ts';
import { readUserBody, type UserChanges } from './user-body.ts';
import { users } from './users.ts';

/** POST `/core/users/`, for `add_user` everywhere. The new account has no password. @throws Refusal 403 or 400. */
export function createUser(call: Call): Answer {
  demandEverywhere(call, ['add_user']);
  const { row, ...joined } = readUserBody(call, undefined, false);
  return { status: 201, ...save(call, { row: { ...newUser(call, call.store.takeUserPk()), ...row }, ...joined }) };
}

/**
 * PATCH or PUT of one user, for `change_user` everywhere or on the user; nobody may change themselves. In some
 * releases it also takes away all permissions that the user was given directly.
 */
export function updateUser(isPatch: boolean): (call: Call) => Answer {
  return (call) => {
    const user = findWritable(users, call, 'change');
    const { row, ...joined } = readUserBody(call, user, isPatch);
    if (call.release.users.changeTakesPermissions) call.store.clearGlobalPermissions(user);
    return save(call, { row: { ...user, ...row, last_updated: stampOf(call) }, ...joined });
  };
}

/** DELETE of one user, with all of their tokens and memberships. */
export function deleteUser(call: Call): Answer {
  call.store.deleteUser(findWritable(users, call, 'delete'));
  return DONE;
}

/** A user of no name as authentik makes one now, before anything is said about it. */
export function newUser(call: Call, pk: number): UserRow {
  const uuid = call.store.mint.uuid();
  const now = stampOf(call);
  return {
    ...{ pk, uuid, uid: createHash('sha256').update(uuid).digest('hex'), username: '', name: '', email: '' },
    ...{ is_active: true, last_login: null, avatar: 'data:image/svg+xml;base64,', attributes: {} },
    ...{ path: 'users', type: 'internal', date_joined: now, password_change_date: now, last_updated: now },
  };
}

/** The moment of the request as authentik stamps rows with it. */
export function stampOf({ now }: Call): string {
  return formatTime(minutesAfter(now, 0));
}

function save(call: Call, { row, groups, roles }: UserChanges & { readonly row: UserRow }): Answer {
  call.store.saveUser(row);
  if (groups) call.store.setGroupsOf(row, groups);
  if (roles) call.store.setRolesOf(row, roles);
  return { body: users.toJson(row, call), rows: 1 };
}
