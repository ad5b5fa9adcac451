import type { Call } from '../call.ts';
import type { UserRow } from '../dataset.ts';
import { atMost, boolean, type Check, moment, text } from '../fields.ts';
import { isJsonObject, type Json } from '../jsonb.ts';
import { valueAt } from '../references.ts';
import { crash } from '../refusal.ts';
import { parseBody } from '../serializer.ts';
import { formatTime, minutesAfter, readTime } from '../time.ts';

const YEAR_MINUTES = 360 * 24 * 60;

/** What a service account is to be. */
export type Wishes = {
  readonly name: string | null;
  readonly wantsGroup: boolean;
  readonly expiring: Json;
  readonly expires: string | null;
};

/** Reads the body of `service_account`. @throws Refusal 400 where the release checks it, 500 where authentik breaks. */
export function readWishes(call: Call): Wishes {
  return call.release.users.serviceAccountIsChecked ? readChecked(call) : readUnchecked(call);
}

function readChecked(call: Call): Wishes {
  const isFree: Check<string> = (value) =>
    call.store.users().some((user) => user.username === value) ? 'This field must be unique.' : undefined;
  const fields = {
    name: { isRequired: true, read: text({ checks: [isFree] }) },
    create_group: { read: boolean, standard: false },
    expiring: { read: boolean, standard: true },
    expires: { read: moment },
  } as const;
  const { name, create_group, expiring, expires } = parseBody(fields, call.data());
  // Only the database knows that this is too long.
  if (name === undefined || atMost(150)(name)) throw crash();
  const time = formatTime(expires ?? minutesAfter(call.now, YEAR_MINUTES));
  return { name, wantsGroup: create_group === true, expiring: expiring === true, expires: time };
}

// Each value goes as it is to where it breaks.
function readUnchecked(call: Call): Wishes {
  const data = call.data();
  const name = valueAt(data, 'name');
  const sent = Object(data);
  const expires = 'expires' in sent ? readRawTime(valueAt(data, 'expires')) : minutesAfter(call.now, YEAR_MINUTES);
  if (isJsonObject(name) || (name !== null && atMost(150)(String(name)))) throw crash();
  return {
    name: name === null ? null : String(name),
    wantsGroup: isTrue(valueAt(data, 'create_group')),
    expiring: 'expiring' in sent ? valueAt(data, 'expiring') : true,
    expires: expires === null ? null : formatTime(expires),
  };
}

function readRawTime(value: Json): number | null {
  if (value === null) return null;
  const time = readTime(String(value));
  if (time === undefined) throw crash();
  return time;
}

// As Python takes values for true.
function isTrue(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  return Object.keys(value).length > 0;
}

type Row = Wishes & { readonly user: UserRow; readonly identifier: string };

/** What is wrong once all is written, undefined if nothing is: the database's words where the body is not checked. */
export function findConflict(call: Call, row: Row): string | undefined {
  if (call.release.users.serviceAccountIsChecked) return findCheckedConflict(call, row);
  const { store } = call;
  if (row.name === null) return sayNullName(call, row);
  if (store.users().some((one) => one.username === row.name)) return sayTaken('user', 'username', row.name);
  return store.tokenOfIdentifier(row.identifier) ? sayTaken('token', 'identifier', row.identifier) : undefined;
}

function findCheckedConflict({ store }: Call, { name, wantsGroup, identifier }: Row): string | undefined {
  const isTaken = wantsGroup && store.groups().some((group) => group.name === name);
  const isConflict = isTaken || store.tokenOfIdentifier(identifier) !== undefined;
  return isConflict ? 'A user/group with these details already exists' : undefined;
}

function sayTaken(table: string, column: string, value: string): string {
  return `duplicate key value violates unique constraint "authentik_core_${table}_${column}_key"\nDETAIL:  Key (${column})=(${value}) already exists.`;
}

// The failed row in PostgreSQL's words, with all it holds; the gateway must never hand them on.
function sayNullName({ release }: Call, { user, expiring }: Row): string {
  const time = (iso: string) => iso.replace('T', ' ').replace('Z', '+00');
  const row = [
    ...[String(user.pk), '', 'null', 'null', '', '', '', 't', time(user.date_joined), user.uuid, 'null'],
    ...[time(user.password_change_date), `{"goauthentik.io/user/token-expires": ${JSON.stringify(expiring)}}`],
    ...[user.path, user.type, ...(release.fields.user.has('last_updated') ? [time(user.last_updated)] : [])],
  ];
  return `null value in column "username" of relation "authentik_core_user" violates not-null constraint\nDETAIL:  Failing row contains (${row.join(', ')}).`;
}
