import { type Answer, type Call, DONE, lastValue } from '../call.ts';
import type { TokenRow, UserRow } from '../dataset.ts';
import { text } from '../fields.ts';
import { mayOn } from '../permissions.ts';
import { crash, notAuthenticated, Refusal } from '../refusal.ts';
import { queryRows } from '../resource.ts';
import { parseBody } from '../serializer.ts';
import { formatTime, minutesAfter } from '../time.ts';
import { readUuid } from '../uuid.ts';
import { findForAction } from '../write.ts';
import { stampOf } from './user-writes.ts';
import { users } from './users.ts';

const RESET = 'reset_user_password';

/**
 * POST `…/set_password/`, for `reset_user_password` and whoever sees the user; not even one's own without. The password
 * itself is not kept: nobody logs in to the sandbox. @throws Refusal 404, 403 or 400.
 */
export function setPassword(call: Call): Answer {
  if (!call.caller) throw notAuthenticated();
  const { rows } = queryRows(users, call);
  const user = findForAction(users, call, { permission: RESET, isOpen: true, among: rows });
  parseBody({ password: { isRequired: true, read: text() } }, call.data());
  const now = stampOf(call);
  call.store.saveUser({ ...user, password_change_date: now, last_updated: now });
  return DONE;
}

/** POST `…/recovery/`: a link with which a new password can be set, once the brand has a recovery flow. */
export function createRecoveryLink(call: Call): Answer {
  const user = findForAction(users, call, { permission: RESET });
  return { body: { link: linkFor(call, user) }, rows: 0 };
}

/** POST `…/recovery_email/?email_stage=…`: sends that link. The sandbox sends nothing; it checks and answers. */
export function sendRecoveryEmail(call: Call): Answer {
  const user = findForAction(users, call, { permission: RESET });
  if (user.email === '') throw refused('User does not have an email address set.');
  // authentik has made the link when it finds that there is no such stage.
  linkFor(call, user);
  const asked = lastValue(call.query, 'email_stage');
  const pk = asked === undefined ? undefined : readUuid(asked);
  if (asked !== undefined && pk === undefined) throw crash();
  const { store, caller } = call;
  const isThere = pk !== undefined && store.emailStages.includes(pk);
  if (!isThere || !caller || !mayOn(store, caller, { permission: 'view_emailstage', pk })) {
    throw refused('Email stage does not exist.');
  }
  return DONE;
}

// The token of a link is made once for a user and used again from then on.
function linkFor(call: Call, user: UserRow): string {
  const { store, origin, now, release } = call;
  if (store.recoveryFlow === null) throw refused('No recovery flow set.');
  const identifier = `${user.uid}-password-reset`;
  const fresh: TokenRow = {
    ...{ pk: store.mint.uuid(), key: store.mint.key(), identifier, user: user.pk, description: '', managed: null },
    ...{ intent: 'verification', expiring: true, expires: formatTime(minutesAfter(now, release.tokenMinutes)) },
  };
  const token = store.tokenOfIdentifier(identifier) ?? fresh;
  store.saveToken(token);
  return `${origin}/if/flow/${store.recoveryFlow}/?flow_token=${token.key}`;
}

// One of the places where authentik answers a sentence and no list.
function refused(sentence: string): Refusal {
  return new Refusal(400, { non_field_errors: sentence });
}
