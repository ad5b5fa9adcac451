import { type Answer, type Call, DONE, lastValue } from '../call.ts';
import type { TokenRow, UserRow } from '../dataset.ts';
import { readDuration } from '../duration.ts';
import { text } from '../fields.ts';
import { mayOn } from '../permissions.ts';
import { anyUuid } from '../references.ts';
import { crash, Refusal } from '../refusal.ts';
import { parseBody } from '../serializer.ts';
import { formatTime, minutesAfter } from '../time.ts';
import { readUuid } from '../uuid.ts';
import { findForAction } from '../write.ts';
import { users } from './users.ts';

const PERMISSION = 'reset_user_password';
const DURATION = { token_duration: { read: text() } } as const;

/** POST `…/recovery/`: a link with which a new password can be set, once the brand has a recovery flow. */
export function createRecoveryLink(call: Call): Answer {
  const user = findForAction(users, call, { permission: PERMISSION });
  const duration = call.release.users.recoveryHasBody ? parseBody(DURATION, call.data()).token_duration : undefined;
  return { body: { link: linkFor(call, user, duration) }, rows: 0 };
}

/** POST `…/recovery_email/`: sends that link. The sandbox sends nothing; it checks and answers. */
export function sendRecoveryEmail(call: Call): Answer {
  const user = findForAction(users, call, { permission: PERMISSION });
  return call.release.users.recoveryHasBody ? sendAsTold(call, user) : sendAsAsked(call, user);
}

// The stage stands in the query, and the link has been made when authentik finds that there is no such stage.
function sendAsAsked(call: Call, user: UserRow): Answer {
  if (user.email === '') throw refused('User does not have an email address set.');
  linkFor(call, user, undefined);
  const asked = lastValue(call.query, 'email_stage');
  const pk = asked === undefined ? undefined : readUuid(asked);
  if (asked !== undefined && pk === undefined) throw crash();
  if (!canSendWith(call, pk)) throw refused('Email stage does not exist.');
  return DONE;
}

function sendAsTold(call: Call, user: UserRow): Answer {
  const told = parseBody({ ...DURATION, email_stage: { isRequired: true, read: anyUuid } }, call.data());
  if (user.email === '') throw refused('User does not have an email address set.');
  if (!canSendWith(call, told.email_stage)) throw refused('Email stage not found.');
  linkFor(call, user, told.token_duration);
  return DONE;
}

function canSendWith({ store, caller }: Call, pk: string | undefined): boolean {
  if (pk === undefined || caller === undefined || !store.emailStages.includes(pk)) return false;
  return mayOn(store, caller, { permission: 'view_emailstage', pk });
}

// The token of a link is made once for a user and used again from then on.
function linkFor(call: Call, user: UserRow, duration: string | undefined): string {
  const { store, origin, now, release } = call;
  if (store.recoveryFlow === null) throw refused('No recovery flow set.');
  const minutes = duration === undefined ? release.tokens.minutes : readDuration(duration);
  if (minutes === undefined) throw crash();
  const identifier = `${user.uid}-password-reset`;
  const expires = formatTime(minutesAfter(now, minutes));
  const fresh: TokenRow = {
    ...{ pk: store.mint.uuid(), key: store.mint.key(), identifier, user: user.pk, description: '', managed: null },
    ...{ intent: 'verification', expiring: true, expires },
  };
  const known = store.tokenOfIdentifier(identifier);
  const token = known && release.users.recoveryHasBody ? { ...known, expires } : (known ?? fresh);
  store.saveToken(token);
  return `${origin}/if/flow/${store.recoveryFlow}/?flow_token=${token.key}`;
}

// One of the places where authentik answers a sentence and no list.
function refused(sentence: string): Refusal {
  return new Refusal(400, { non_field_errors: sentence });
}
