/** Which rows of two kinds belong together, by primary key. Both directions keep the order in which they were joined. */
export type Relation<Left, Right> = {
  readonly rightsOf: (left: Left) => readonly Right[];
  readonly leftsOf: (right: Right) => readonly Left[];
  readonly add: (left: Left, right: Right) => void;
  readonly remove: (left: Left, right: Right) => void;
  /** Leaves those that stay where they are and adds the new ones at the end. */
  readonly setRights: (left: Left, rights: readonly Right[]) => void;
  /** As `setRights`, seen from the other side. */
  readonly setLefts: (right: Right, lefts: readonly Left[]) => void;
};

/** An empty relation. */
export function createRelation<Left, Right>(): Relation<Left, Right> {
  const rights = new Map<Left, Set<Right>>();
  const lefts = new Map<Right, Set<Left>>();
  const rightsOf = (left: Left) => [...(rights.get(left) ?? [])];
  const leftsOf = (right: Right) => [...(lefts.get(right) ?? [])];
  const add = (left: Left, right: Right) => {
    join(rights, left, right);
    join(lefts, right, left);
  };
  const remove = (left: Left, right: Right) => {
    rights.get(left)?.delete(right);
    lefts.get(right)?.delete(left);
  };
  return {
    rightsOf,
    leftsOf,
    add,
    remove,
    setRights: (left, wanted) => {
      for (const right of rightsOf(left)) if (!wanted.includes(right)) remove(left, right);
      for (const right of wanted) add(left, right);
    },
    setLefts: (right, wanted) => {
      for (const left of leftsOf(right)) if (!wanted.includes(left)) remove(left, right);
      for (const left of wanted) add(left, right);
    },
  };
}

function join<Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}
