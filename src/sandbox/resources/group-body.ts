import type { Call } from '../call.ts';
import type { GroupRow } from '../dataset.ts';
import { atMost, boolean, type Check, checked, dictionary, text } from '../fields.ts';
import { mayOn } from '../permissions.ts';
import { listOf, numberOf, uuidOf } from '../references.ts';
import { parseBody, pick } from '../serializer.ts';

/**
 * Reads the body of a POST, PUT or PATCH (authentik/core/api/groups.py). `users` and `children` are whole lists; without
 * them a PUT means none. `attributes` is the whole object. Changing `is_superuser` takes a permission of its own, whose
 * lack is a problem of the field. @throws Refusal 400.
 */
export function readGroupBody(call: Call, known: GroupRow | undefined, isPatch: boolean) {
  const fields = pick(groupFields(call, known), call.release.bodyFields.group);
  return parseBody(fields, call.data(), isPatch);
}

function groupFields(call: Call, known: GroupRow | undefined) {
  const { store, release } = call;
  const isFree: Check<string> = (value) =>
    store.groups().some((group) => group.name === value && group.pk !== known?.pk)
      ? release.groups.sayNameTaken
      : undefined;
  const group = uuidOf((pk) => store.group(pk) !== undefined);
  return {
    name: { isRequired: true, read: text({ checks: [isFree, atMost(release.groups.longestName)] }) },
    is_superuser: {
      read: checked(boolean, (value) =>
        maySetSuperuser(call, known, value)
          ? undefined
          : `User does not have permission to set superuser status to ${value ? 'True' : 'False'}.`,
      ),
    },
    parent: {
      canBeNull: true,
      read: checked(group, (pk) => (pk === known?.pk ? 'Cannot set group as parent of itself.' : undefined)),
    },
    parents: { read: listOf(group) },
    users: { read: listOf(numberOf((pk) => store.user(pk) !== undefined)), standard: [] },
    attributes: { read: dictionary },
    roles: { read: listOf(uuidOf((pk) => store.role(pk) !== undefined)) },
    children: { read: listOf(group), standard: [] },
  } as const;
}

function maySetSuperuser({ store, caller }: Call, known: GroupRow | undefined, value: boolean): boolean {
  if (value === (known?.is_superuser ?? false)) return true;
  const permission = `${value ? 'enable' : 'disable'}_group_superuser`;
  return caller !== undefined && mayOn(store, caller, { permission, pk: known?.pk ?? '' });
}
