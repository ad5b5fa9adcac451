import { type Answer, type Call, DONE } from '../call.ts';
import type { UserRow } from '../dataset.ts';
import { integer } from '../fields.ts';
import type { Json } from '../jsonb.ts';
import { readInteger } from '../page.ts';
import { mayOn } from '../permissions.ts';
import { valueAt } from '../references.ts';
import { crash, refuse } from '../refusal.ts';
import { parseBody } from '../serializer.ts';
import { findForAction } from '../write.ts';
import { groups } from './groups.ts';

/** POST `…/add_user/`, for `add_user_to_group` on the group; adding a member again is no error. @throws Refusal. */
export function addMember(call: Call): Answer {
  const group = findForAction(groups, call, { permission: 'add_user_to_group', isOpen: true });
  call.store.addMember(group, findNamedUser(call));
  return DONE;
}

/** POST `…/remove_user/`, for `remove_user_from_group`; removing somebody who is no member is no error. @throws Refusal. */
export function removeMember(call: Call): Answer {
  const group = findForAction(groups, call, { permission: 'remove_user_from_group', isOpen: true });
  call.store.removeMember(group, findNamedUser(call));
  return DONE;
}

// Only whom the caller may see can be named.
function findNamedUser(call: Call): UserRow {
  const { store, caller, release } = call;
  const data = call.data();
  const pk = release.groups.explainMember
    ? parseBody({ pk: { isRequired: true, read: integer } }, data).pk
    : readPk(valueAt(data, 'pk'));
  const user = pk === undefined ? undefined : store.user(pk);
  if (!user || !caller || !mayOn(store, caller, { permission: 'view_user', pk: String(user.pk) })) {
    throw refuse(404, 'Not found.');
  }
  return user;
}

// A missing `pk` is nobody, and anything but a number breaks authentik.
function readPk(value: Json): number | undefined {
  const pk = value === null ? undefined : readInteger(String(value));
  if (value !== null && pk === undefined) throw crash();
  return pk;
}
