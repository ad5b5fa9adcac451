import type { GroupRow, UserRow } from '../dataset.ts';
import type { Relation } from '../relation.ts';

/** authentik walks at most this many levels of parents, which also ends cycles. */
const MAX_DEPTH = 20;

/** Memberships of users in groups, and of groups in each other. */
export type Family = {
  /** Direct memberships only. */
  readonly groupsOf: (user: UserRow) => readonly GroupRow[];
  /** Direct members only, by pk. */
  readonly membersOf: (group: GroupRow) => readonly UserRow[];
  readonly parentsOf: (group: GroupRow) => readonly GroupRow[];
  readonly childrenOf: (group: GroupRow) => readonly GroupRow[];
  /** Parents, their parents and so on, each once; also the group itself where it is an ancestor of its own. */
  readonly ancestorsOf: (group: GroupRow) => readonly GroupRow[];
  /** Direct groups and all their ancestors, each once. */
  readonly allGroupsOf: (user: UserRow) => readonly GroupRow[];
  readonly setGroupsOf: (user: UserRow, pks: readonly string[]) => void;
  readonly setMembersOf: (group: GroupRow, pks: readonly number[]) => void;
  readonly addMember: (group: GroupRow, user: UserRow) => void;
  readonly removeMember: (group: GroupRow, user: UserRow) => void;
  readonly setParentsOf: (group: GroupRow, pks: readonly string[]) => void;
  /** Makes the group the only parent of these; those that are no longer named lose it as a parent. */
  readonly setChildrenOf: (group: GroupRow, pks: readonly string[]) => void;
};

/**
 * The relations between the rows of two tables. They hold primary keys, so that a replaced row keeps its relations; those
 * of a row that is gone show nothing, and no pk is given twice.
 */
export function createFamily(tables: {
  readonly users: ReadonlyMap<number, UserRow>;
  readonly groups: ReadonlyMap<string, GroupRow>;
  readonly memberships: Relation<number, string>;
  readonly parents: Relation<string, string>;
}): Family {
  const { users, groups, memberships, parents } = tables;
  const toGroups = (pks: readonly string[]) => pks.flatMap((pk) => groups.get(pk) ?? []);
  const groupsOf = (user: UserRow) => toGroups(memberships.rightsOf(user.pk));
  const parentsOf = (group: GroupRow) => toGroups(parents.rightsOf(group.pk));
  return {
    groupsOf,
    membersOf: (group) => {
      const pks = memberships.leftsOf(group.pk).toSorted((a, b) => a - b);
      return pks.flatMap((pk) => users.get(pk) ?? []);
    },
    parentsOf,
    childrenOf: (group) => toGroups(parents.leftsOf(group.pk)),
    ancestorsOf: (group) => withAncestors(parentsOf(group), parentsOf),
    allGroupsOf: (user) => withAncestors(groupsOf(user), parentsOf),
    setGroupsOf: (user, pks) => memberships.setRights(user.pk, pks),
    setMembersOf: (group, pks) => memberships.setLefts(group.pk, pks),
    addMember: (group, user) => memberships.add(user.pk, group.pk),
    removeMember: (group, user) => memberships.remove(user.pk, group.pk),
    setParentsOf: (group, pks) => parents.setRights(group.pk, pks),
    setChildrenOf: (group, pks) => {
      for (const child of parents.leftsOf(group.pk)) if (!pks.includes(child)) parents.remove(child, group.pk);
      for (const child of pks) parents.setRights(child, [group.pk]);
    },
  };
}

function withAncestors(
  direct: readonly GroupRow[],
  parentsOf: (group: GroupRow) => readonly GroupRow[],
): readonly GroupRow[] {
  const found = new Set<GroupRow>(direct);
  let level = direct;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    level = level.flatMap(parentsOf).filter((group) => !found.has(group));
    for (const group of level) found.add(group);
  }
  return [...found];
}
