import type { Answer, Call } from '../call.ts';
import type { UserRow } from '../dataset.ts';
import { isJsonObject, type Json } from '../jsonb.ts';
import { mayEverywhere } from '../permissions.ts';
import { pythonTypeOf } from '../references.ts';
import { crash, Refusal } from '../refusal.ts';
import { formatTime, minutesAfter, readTime } from '../time.ts';
import { numericKeyOf } from '../uuid.ts';
import { demandEverywhere } from '../write.ts';
import { newUser } from './user-writes.ts';

const YEAR_MINUTES = 360 * 24 * 60;

/**
 * POST `/core/users/service_account/`: a user, its app password and, for who may add groups, a group of the same name.
 * Up to 2025.10 authentik writes what it is sent and answers what the database says, and it answers 200.
 * @throws Refusal 403, 400 with the database's words, 500 where authentik breaks.
 */
export function createServiceAccount(call: Call): Answer {
  demandEverywhere(call, ['add_user', 'add_token']);
  const asked = readWishes(call);
  const user: UserRow = {
    ...newUser(call, call.store.takeUserPk()),
    ...{ username: asked.name ?? '', name: asked.name ?? '', path: 'goauthentik.io/service-accounts' },
    ...{ type: 'service_account', attributes: { 'goauthentik.io/user/token-expires': asked.expiring } },
  };
  const identifier = slugify(`service-account-${asked.name}-password`);
  const problem = whatTheDatabaseSays(call, { ...asked, user, identifier });
  if (problem !== undefined) throw new Refusal(400, { non_field_errors: [problem] });
  call.store.saveUser(user);
  const group_pk = asked.wantsGroup ? addGroup(call, user) : undefined;
  const key = call.store.mint.key();
  call.store.saveToken({
    ...{ pk: call.store.mint.uuid(), key, identifier, intent: 'app_password', user: user.pk, managed: null },
    ...{ description: '', expires: asked.expires, expiring: Boolean(asked.expiring) },
  });
  const body = { username: user.username, user_uid: user.uid, user_pk: user.pk, ...(group_pk && { group_pk }) };
  return { body: { ...body, token: key }, rows: 0 };
}

type Wishes = {
  readonly name: string | null;
  readonly wantsGroup: boolean;
  readonly expiring: Json;
  readonly expires: string;
};

// Nothing is validated: each value goes as it is to where it breaks.
function readWishes(call: Call): Wishes {
  const data = call.data();
  if (pythonTypeOf(data) !== 'dict') throw crash();
  const { name = null, create_group = false, expiring = true, expires } = { ...(data as { [key: string]: Json }) };
  const time = expires === undefined ? minutesAfter(call.now, YEAR_MINUTES) : readTime(String(expires));
  if (time === undefined || isJsonObject(name) || String(name).length > 150) throw crash();
  const wantsGroup = create_group !== false && create_group !== null && create_group !== '' && create_group !== 0;
  return { name: name === null ? null : String(name), wantsGroup, expiring, expires: formatTime(time) };
}

function addGroup({ store, caller }: Call, user: UserRow): string | undefined {
  if (!caller || !mayEverywhere(store, caller, 'add_group')) return undefined;
  const pk = store.mint.uuid();
  const group = { pk, num_pk: numericKeyOf(pk), name: user.username, is_superuser: false, attributes: {}, roles: [] };
  store.saveGroup(group);
  store.addMember(group, user);
  return pk;
}

type Row = Wishes & { readonly user: UserRow; readonly identifier: string };

// The failed row in PostgreSQL's words, with all it holds; the gateway must never hand them on.
function whatTheDatabaseSays({ store }: Call, { name, user, identifier, expiring }: Row): string | undefined {
  if (name === null) {
    const time = (text: string) => text.replace('T', ' ').replace('Z', '+00');
    const attributes = `{"goauthentik.io/user/token-expires": ${JSON.stringify(expiring)}}`;
    const row = `${user.pk}, , null, null, , , , t, ${time(user.date_joined)}, ${user.uuid}, null, ${time(user.password_change_date)}, ${attributes}, ${user.path}, ${user.type}, ${time(user.last_updated)}`;
    return `null value in column "username" of relation "authentik_core_user" violates not-null constraint\nDETAIL:  Failing row contains (${row}).`;
  }
  const taken = (table: string, column: string, value: string) =>
    `duplicate key value violates unique constraint "authentik_core_${table}_${column}_key"\nDETAIL:  Key (${column})=(${value}) already exists.`;
  if (store.users().some((one) => one.username === name)) return taken('user', 'username', name);
  return store.tokenOfIdentifier(identifier) ? taken('token', 'identifier', identifier) : undefined;
}

// Django's slugify.
function slugify(text: string): string {
  const ascii = text.normalize('NFKD').replace(/[^\x20-\x7f]/g, '');
  const words = ascii.toLowerCase().replace(/[^\w\s-]/g, '');
  return words.replace(/[-\s]+/g, '-').replace(/^[-_]+|[-_]+$/g, '');
}
