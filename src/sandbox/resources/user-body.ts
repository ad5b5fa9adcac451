import type { Call } from '../call.ts';
import type { UserRow } from '../dataset.ts';
import { atMost, boolean, type Check, checked, choice, dictionary, isEmail, moment, text } from '../fields.ts';
import { listOf, uuidOf } from '../references.ts';
import { Refusal } from '../refusal.ts';
import { parseBody, pick } from '../serializer.ts';
import { formatTime } from '../time.ts';
import { USER_TYPES } from './users.ts';

/** What a body says of a user; `groups` is the whole list of direct memberships. */
export type UserChanges = {
  readonly row: Partial<Omit<UserRow, 'pk' | 'uuid' | 'uid'>>;
  readonly groups: readonly string[] | undefined;
  readonly roles: readonly string[] | undefined;
};

/**
 * Reads the body of a POST, PUT or PATCH (authentik/core/api/users.py). A PUT without `groups` means none, and so with `roles`. `attributes`
 * is the whole object. Users of type `internal_service_account` can be neither made nor changed, only become so.
 * @throws Refusal 400.
 */
export function readUserBody(call: Call, known: UserRow | undefined, isPatch: boolean): UserChanges {
  const fields = pick(userFields(call, known), call.release.bodyFields.user);
  const { groups, roles, last_login, ...sent } = parseBody(fields, call.data(), isPatch);
  if (known?.type === 'internal_service_account') {
    throw new Refusal(400, { non_field_errors: ["Can't modify internal service account users"] });
  }
  const time = typeof last_login === 'number' ? formatTime(last_login) : last_login;
  return { row: { ...sent, ...(time !== undefined && { last_login: time }) }, groups, roles };
}

function userFields({ store }: Call, known: UserRow | undefined) {
  const isFree: Check<string> = (value) =>
    store.users().some((user) => user.username === value && user.pk !== known?.pk)
      ? 'This field must be unique.'
      : undefined;
  return {
    username: { isRequired: true, read: text({ checks: [isFree, atMost(150)] }) },
    name: { isRequired: true, read: text({ canBeBlank: true }) },
    is_active: { read: boolean },
    last_login: { read: moment, canBeNull: true },
    groups: { read: listOf(uuidOf((pk) => store.group(pk) !== undefined)), standard: [] },
    roles: { read: listOf(uuidOf((pk) => store.role(pk) !== undefined)), standard: [] },
    email: { read: text({ canBeBlank: true, checks: [isEmail, atMost(254)] }) },
    attributes: { read: dictionary },
    path: { read: text({ checks: [isPath] }) },
    type: { read: checked(choice(USER_TYPES), (type) => whyNotType(type, known)) },
  } as const;
}

const isPath: Check<string> = (value) => {
  if (/^\/|\/$/.test(value)) return 'No leading or trailing slashes allowed.';
  return value.includes('//') ? 'No empty segments in user path allowed.' : undefined;
};

function whyNotType(type: UserRow['type'], known: UserRow | undefined): string | undefined {
  const isInternal = type === 'internal_service_account';
  if (known?.type === 'internal_service_account' && !isInternal) {
    return "Can't change internal service account to other user type.";
  }
  return !known && isInternal ? 'Setting a user to internal service account is not allowed.' : undefined;
}
