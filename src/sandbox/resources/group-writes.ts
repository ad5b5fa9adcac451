import { type Answer, type Call, DONE } from '../call.ts';
import type { GroupRow } from '../dataset.ts';
import { Refusal } from '../refusal.ts';
import { numericKeyOf } from '../uuid.ts';
import { demandEverywhere, findWritable } from '../write.ts';
import { readGroupBody } from './group-body.ts';
import { groups } from './groups.ts';

/** POST `/core/groups/`, for `add_group` everywhere. @throws Refusal 403 or 400. */
export function createGroup(call: Call): Answer {
  demandEverywhere(call, ['add_group']);
  const changes = readGroupBody(call, undefined, false);
  return { status: 201, ...save(call, newGroup(call, ''), changes) };
}

/** A group as authentik makes one, before anything but its name is said about it. */
export function newGroup({ store }: Call, name: string): GroupRow {
  const pk = store.mint.uuid();
  return { pk, num_pk: numericKeyOf(pk), name, is_superuser: false, attributes: {}, roles: [] };
}

/** PATCH or PUT of one group. */
export function updateGroup(isPatch: boolean): (call: Call) => Answer {
  return (call) => {
    const group = findWritable(groups, call, 'change');
    return save(call, group, readGroupBody(call, group, isPatch));
  };
}

/** DELETE of one group; its children are left without a parent. */
export function deleteGroup(call: Call): Answer {
  call.store.deleteGroup(findWritable(groups, call, 'delete'));
  return DONE;
}

function save(call: Call, group: GroupRow, changes: ReturnType<typeof readGroupBody>): Answer {
  const { parent, parents, users, children, roles, ...row } = changes;
  const { store } = call;
  store.saveGroup({ ...group, ...row });
  if (parent !== undefined) store.setParentsOf(group, parent === null ? [] : [parent]);
  if (parents) store.setParentsOf(group, parents);
  if (users) store.setMembersOf(group, users);
  if (roles) setRoles(call, group.pk, roles);
  if (children) store.setChildrenOf(group, children);
  return { body: groups.toJson(store.group(group.pk) ?? group, call), rows: 1 };
}

// Where a role serves one group, authentik notices it after the group has been saved, and leaves it so.
function setRoles({ store, release }: Call, pk: string, roles: readonly string[]): void {
  const isTaken = store.groups().some((other) => other.pk !== pk && other.roles.some((role) => roles.includes(role)));
  if (isTaken && release.groups.rolesAreExclusive)
    throw new Refusal(400, ['Roles can only be used with a single group.']);
  const group = store.group(pk);
  if (group) store.saveGroup({ ...group, roles: [...roles] });
}
