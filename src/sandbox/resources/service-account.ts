import type { Answer, Call } from '../call.ts';
import type { UserRow } from '../dataset.ts';
import { mayEverywhere } from '../permissions.ts';
import { Refusal } from '../refusal.ts';
import { demandEverywhere } from '../write.ts';
import { newGroup } from './group-writes.ts';
import { findConflict, readWishes } from './service-account-body.ts';
import { saveToken } from './token-writes.ts';
import { newUser } from './user-writes.ts';

/**
 * POST `/core/users/service_account/`: a user, its app password and, for who may add groups, a group of the same name.
 * It answers 200, and the password's key in clear.
 * @throws Refusal 403; 400, up to 2025.10 with the database's words; 500 where authentik breaks.
 */
export function createServiceAccount(call: Call): Answer {
  demandEverywhere(call, ['add_user', 'add_token']);
  const wishes = readWishes(call);
  const wantsGroup =
    wishes.wantsGroup && call.caller !== undefined && mayEverywhere(call.store, call.caller, 'add_group');
  const asked = { ...wishes, wantsGroup };
  const user = newServiceAccount(call, asked.name ?? '', asked.expiring);
  const identifier = slugify(`service-account-${asked.name}-password`);
  const problem = findConflict(call, { ...asked, user, identifier });
  if (problem !== undefined) throw new Refusal(400, { non_field_errors: [problem] });
  call.store.saveUser(user);
  const group_pk = asked.wantsGroup ? addGroup(call, user) : undefined;
  const key = call.store.mint.key();
  saveToken(call, {
    ...{ pk: call.store.mint.uuid(), key, identifier, intent: 'app_password', user: user.pk, managed: null },
    ...{ description: '', expires: asked.expires, expiring: Boolean(asked.expiring) },
  });
  const body = { username: user.username, user_uid: user.uid, user_pk: user.pk, ...(group_pk && { group_pk }) };
  return { body: { ...body, token: key }, rows: 0 };
}

function newServiceAccount(call: Call, name: string, expiring: UserRow['attributes'][string]): UserRow {
  return {
    ...newUser(call, call.store.takeUserPk()),
    ...{ username: name, name, path: 'goauthentik.io/service-accounts', type: 'service_account' },
    attributes: { 'goauthentik.io/user/token-expires': expiring ?? null },
  };
}

function addGroup(call: Call, user: UserRow): string {
  const group = newGroup(call, user.username);
  call.store.saveGroup(group);
  call.store.addMember(group, user);
  return group.pk;
}

// Django's slugify.
function slugify(text: string): string {
  const ascii = text.normalize('NFKD').replace(/[^\x20-\x7f]/g, '');
  const words = ascii.toLowerCase().replace(/[^\w\s-]/g, '');
  return words.replace(/[-\s]+/g, '-').replace(/^[-_]+|[-_]+$/g, '');
}
