import { type Answer, type Call, DONE } from '../call.ts';
import { text } from '../fields.ts';
import { valueAt } from '../references.ts';
import { notAuthenticated } from '../refusal.ts';
import { queryRows } from '../resource.ts';
import { parseBody } from '../serializer.ts';
import { findForAction } from '../write.ts';
import { stampOf } from './user-writes.ts';
import { users } from './users.ts';

/**
 * POST `…/set_password/`, for `reset_user_password` and whoever sees the user; not even one's own without. The password
 * itself is not kept: nobody logs in to the sandbox. @throws Refusal 404, 403 or 400.
 */
export function setPassword(call: Call): Answer {
  if (!call.caller) throw notAuthenticated();
  const { rows } = queryRows(users, call);
  const user = findForAction(users, call, { permission: 'reset_user_password', isOpen: true, among: rows });
  const data = call.data();
  // Where it is not required, an account without one gets a password that nobody has.
  if (call.release.users.passwordIsRequired) parseBody({ password: { isRequired: true, read: text() } }, data);
  else valueAt(data, 'password');
  const now = stampOf(call);
  call.store.saveUser({ ...user, password_change_date: now, last_updated: now });
  return DONE;
}
