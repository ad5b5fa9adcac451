/** Keeps the writes of one operation apart from its reads. */
export interface WriteLock {
  /** Runs a read, after a write that is under way. Reads run beside each other. */
  readonly read: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs a write, after everything that is under way; nothing runs beside it. */
  readonly write: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Creates the lock of one operation. GraphQL runs mutations one after the other, but a field that fails leaves reads of
 * its siblings behind: one of those must not answer, later on, with what was so before the next write.
 */
export function createWriteLock(): WriteLock {
  const reads = new Set<Promise<unknown>>();
  let writing: Promise<unknown> | undefined;
  return {
    read: async (work) => {
      while (writing) {
        await writing;
      }
      const reading = work();
      reads.add(reading);
      return reading.finally(() => reads.delete(reading));
    },
    write: (work) => {
      const before = Promise.allSettled([writing, ...reads]);
      const done = before.then(work);
      const settled = done
        .catch(() => undefined)
        .finally(() => {
          writing = writing === settled ? undefined : writing;
        });
      writing = settled;
      return done;
    },
  };
}
