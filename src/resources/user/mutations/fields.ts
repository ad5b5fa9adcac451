import { parseStoredText, parseUuid } from '../../../authentik/path.ts';
import { builder } from '../../../graphql/builder.ts';
import type { BodyFields } from '../../../graphql/input-body.ts';
import { type Comparable, type Warning, warnOfOverruled } from '../../../graphql/warning.ts';
import type { UserJson } from '../rest.ts';

/** `AuthentikUserTypeInput` over the kinds that people may give. */
export const userTypeInput = builder.enumType('AuthentikUserTypeInput', {
  description:
    'What kind of account a user can be made. authentik’s own internal service accounts are left out: once made one, a user can never be changed again.',
  values: {
    INTERNAL: { value: 'internal', description: 'A person of the organisation itself.' },
    EXTERNAL: { value: 'external', description: 'A person from outside, such as a customer or partner.' },
    SERVICE_ACCOUNT: { value: 'service_account', description: 'A program.' },
  },
});

/** What of a user goes into a body as it is. */
export const USER_FIELDS: BodyFields = {
  username: { to: 'username', parse: parseStoredText },
  name: { to: 'name', clear: '', parse: parseStoredText },
  email: { to: 'email', clear: '', parse: parseStoredText },
  isActive: { to: 'is_active' },
  type: { to: 'type' },
  path: { to: 'path', parse: parseStoredText },
  groupIds: {
    to: 'groups',
    parse: (ids: readonly string[], path) => ids.map((id, index) => parseUuid(id, [...path, String(index)])),
  },
};

/** What warnings compare of a user, by our names. */
export function toComparable(user: UserJson): Comparable {
  const { username, name, email, is_active: isActive, type, path } = user;
  return { username, name, email, isActive, type, path, groups: user.groups.toSorted() };
}

/** Warns of what authentik did not take as it was told; fields that were cleared are not looked at. */
export function warnOfUser(input: Comparable, user: UserJson): Warning[] {
  const answered = toComparable(user);
  const told = Object.entries(input).filter(
    ([field, value]) => Object.hasOwn(answered, field) && value !== undefined && value !== null,
  );
  return warnOfOverruled(Object.fromEntries(told), answered);
}
