import { type Answer, type Call, DONE, NOTHING } from '../call.ts';
import type { TokenRow } from '../dataset.ts';
import { text } from '../fields.ts';
import { grantOn, isSuperuser } from '../permissions.ts';
import { valueAt } from '../references.ts';
import { crash } from '../refusal.ts';
import { parseBody } from '../serializer.ts';
import { formatTime, minutesAfter } from '../time.ts';
import { findForAction, findWritable } from '../write.ts';
import { readTokenBody } from './token-body.ts';
import { tokens } from './tokens.ts';

const TOKEN_EXPIRING = 'goauthentik.io/user/token-expires';

/**
 * POST `/core/tokens/`, which needs no permission. Whoever is no superuser gets a token of their own, whatever `user`
 * and `expiring` say, and may view its key; a superuser may make one for anybody, who then may not view its key.
 */
export function createToken(call: Call): Answer {
  const { store, caller } = call;
  const changes = readTokenBody(call, undefined, false);
  if (!caller) throw crash();
  const { mint } = store;
  const fresh = { managed: null, description: '', expires: null, expiring: true, identifier: '' };
  const row = { pk: mint.uuid(), key: mint.key(), ...fresh, ...changes };
  if (isSuperuser(store, caller)) return { status: 201, ...saveToken(call, row) };
  const expiring = caller.attributes[TOKEN_EXPIRING] ?? true;
  grantOn(call, caller, { permission: 'view_token_key', pk: row.pk });
  const own = saveToken(call, { ...row, user: caller.pk, expiring: expiring === true });
  return { status: 201, ...own };
}

/** PATCH or PUT of one token. @throws Refusal as `findWritable` and `readTokenBody` do. */
export function updateToken(isPatch: boolean): (call: Call) => Answer {
  return (call) => {
    const token = findWritable(tokens, call, 'change');
    return saveToken(call, { ...token, ...readTokenBody(call, token, isPatch) });
  };
}

/** DELETE of one token. The one that the caller presents may be deleted, too. */
export function deleteToken(call: Call): Answer {
  call.store.deleteToken(findWritable(tokens, call, 'delete'));
  return DONE;
}

/** `…/view_key/`: the key itself, for `view_token_key` everywhere or on the token; owning it is not enough. */
export function viewKey(call: Call): Answer {
  const token = findForAction(tokens, call, { permission: 'view_token_key', isOpen: true });
  call.store.noteKeyView(token);
  return { body: { key: token.key }, rows: 1 };
}

/** POST `…/set_key/`: any key will do, also one that another token has; none at all is a 400, with or without a word. */
export function setKey(call: Call): Answer {
  const token = findForAction(tokens, call, { permission: 'set_token_key' });
  const data = call.data();
  const key = call.release.tokens.explainKey
    ? parseBody({ key: { isRequired: true, read: text() } }, data).key
    : valueAt(data, 'key');
  if (!key) return { status: 400, body: NOTHING, rows: 0 };
  if (typeof key === 'object') throw crash();
  saveToken(call, { ...token, key: String(key) });
  return DONE;
}

/** Keeps a token and answers it. One that expires at no time is given one whenever it is saved. */
export function saveToken(call: Call, row: TokenRow): Answer {
  const standard = formatTime(minutesAfter(call.now, call.release.tokens.minutes));
  const token = row.expiring && row.expires === null ? { ...row, expires: standard } : row;
  call.store.saveToken(token);
  return { body: tokens.toJson(token, call), rows: 1 };
}
