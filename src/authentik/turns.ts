/** Items that wait in one line per caller; the lines take turns. */
export interface Turns<Item> {
  readonly add: (caller: string, item: Item) => void;
  readonly remove: (caller: string, item: Item) => void;
  /** The item whose turn it is; it stays until it is removed, and its caller's line goes to the back. */
  readonly next: () => Item | undefined;
  readonly size: () => number;
  readonly sizeOf: (caller: string) => number;
}

/** Creates empty lines. */
export function createTurns<Item>(): Turns<Item> {
  const lines = new Map<string, Set<Item>>();
  let size = 0;
  return {
    add: (caller, item) => {
      lines.set(caller, (lines.get(caller) ?? new Set()).add(item));
      size += 1;
    },
    remove: (caller, item) => {
      const line = lines.get(caller);
      size -= line?.delete(item) ? 1 : 0;
      if (line?.size === 0) {
        lines.delete(caller);
      }
    },
    next: () => {
      const [caller, line] = lines.entries().next().value ?? [];
      if (caller === undefined || line === undefined) {
        return undefined;
      }
      lines.delete(caller);
      lines.set(caller, line);
      return line.values().next().value;
    },
    size: () => size,
    sizeOf: (caller) => lines.get(caller)?.size ?? 0,
  };
}
