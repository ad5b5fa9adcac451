import { createHash } from 'node:crypto';
import type { Call } from '../call.ts';
import type { GroupRow, UserRow } from '../dataset.ts';
import type { Use } from '../used-by.ts';
import { toUuid } from '../uuid.ts';

/** What refers to a user: its direct groups and, where there is one, Django's own group behind each role of these. */
export function usesOfUser(user: UserRow, { store, release }: Call): Use[] {
  const groups = store.groupsOf(user);
  const roles = new Set(release.usedBy.hasRoleGroups ? groups.flatMap((group) => group.roles) : []);
  return [
    ...Array.from({ length: release.usedBy.timesOfGroups }, () => groups.map(useBy('cascade_many'))).flat(),
    ...store.roles().flatMap((role, index): Use[] => {
      // They are numbered in the order of creation.
      const kind = { permission: 'auth.view_group', app: 'auth', model_name: 'group' };
      const row = { pk: String(index + 1), name: role.name };
      return roles.has(role.pk) ? [{ ...kind, ...row, action: 'cascade_many' }] : [];
    }),
  ];
}

/** What refers to a group: its relations to other groups, its roles and every member. */
export function usesOfGroup(group: GroupRow, call: Call): Use[] {
  const { store, release } = call;
  return [
    ...(release.usedBy.hasAncestry ? ancestryOf(group, call) : store.childrenOf(group).map(useBy('set_null'))),
    ...group.roles.flatMap((pk): Use[] => {
      const role = store.role(pk);
      const kind = { permission: 'view_role', app: 'authentik_rbac', model_name: 'role' };
      return role ? [{ ...kind, pk, name: `Role ${role.name}`, action: 'cascade_many' }] : [];
    }),
    ...store.membersOf(group).map(
      (user): Use => ({
        ...{ permission: 'view_user', app: 'authentik_core', model_name: 'user' },
        ...{ pk: String(user.pk), name: user.username, action: 'cascade_many' },
      }),
    ),
  ];
}

type Pair = { readonly below: GroupRow; readonly above: GroupRow };

// Recorded of a group with one parent; that children are told the same way is an assumption.
function ancestryOf(group: GroupRow, { store }: Call): Use[] {
  const [parents, children] = [store.parentsOf(group), store.childrenOf(group)];
  const below = store.groups().filter((other) => store.ancestorsOf(other).includes(group));
  const ancestry = [...pairs([group], store.ancestorsOf(group)), ...pairs(below, [group])];
  const parentage = [...pairs([group], parents), ...pairs(children, [group])];
  return [
    ...ancestry.map(({ below: { pk: from }, above: { pk: to } }) =>
      useOfNode('groupancestrynode', `${from}-${to}`, `Group Ancestry Node from ${from} to ${to}`),
    ),
    ...parentage.map(({ below: { pk: from }, above: { pk: to } }) =>
      useOfNode('groupparentagenode', makeNodePk(from, to), `Group Parentage Node from #${from} to ${to}`),
    ),
    ...[...parents, ...children].map(useBy('cascade_many')),
  ];
}

function pairs(below: readonly GroupRow[], above: readonly GroupRow[]): Pair[] {
  return below.flatMap((one) => above.map((other) => ({ below: one, above: other })));
}

// The row between a group and its parent has a key that authentik makes up, and nothing else shows.
function makeNodePk(child: string, parent: string): string {
  return toUuid(createHash('sha256').update(`${child}/${parent}`).digest('hex'));
}

function useOfNode(model_name: string, pk: string, name: string): Use {
  return { permission: `view_${model_name}`, app: 'authentik_core', model_name, pk, name, action: 'cascade' };
}

function useBy(action: Use['action']): (group: GroupRow) => Use {
  return ({ pk, name }) => ({
    ...{ permission: 'view_group', app: 'authentik_core', model_name: 'group' },
    ...{ pk, name: `Group ${name}`, action },
  });
}
