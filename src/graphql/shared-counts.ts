import type { GatewayContext } from '../context.ts';

/** Lengths of filtered lists within one operation: a page of rows tells it, so it need not be asked for beside one. */
export interface SharedCounts {
  /** Says that a list with this filter is being read; `count` is `undefined` where its pages do not tell. */
  readonly note: (
    context: GatewayContext,
    filter: string,
    reading: Promise<{ readonly count: number | undefined }>,
  ) => void;
  /** The length of a list that is being read at this moment, whatever its order and page; `undefined` where none is. */
  readonly find: (context: GatewayContext, filter: string) => Promise<number | undefined>;
}

/** Creates the shared counts of one kind of list. */
export function createSharedCounts(): SharedCounts {
  const operations = new WeakMap<object, Map<string, Promise<number | undefined>>>();
  return {
    note: (context, filter, reading) => {
      const counts = operations.get(context.memory.key) ?? new Map();
      operations.set(context.memory.key, counts);
      counts.set(
        filter,
        reading.then(
          ({ count }) => count,
          () => undefined,
        ),
      );
    },
    find: async (context, filter) => {
      if (!context.isSharing) {
        return undefined;
      }
      // Fields beside this one begin in the same turn: let all of them say what they read.
      await new Promise((resolve) => setImmediate(resolve));
      return operations.get(context.memory.key)?.get(filter);
    },
  };
}
