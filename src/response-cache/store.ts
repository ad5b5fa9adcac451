/** What a store answers to a lookup. */
export interface Found {
  /**
   * The present generation: an opaque text that was never one before. What was stored in another is out of date, and what
   * is read from authentik from now on may be stored in this one.
   */
  readonly generation: string;
  /** The sealed entry, of whatever generation. */
  readonly value: Buffer | undefined;
}

/** Where sealed entries are kept. It cannot look into them. Nothing here ever throws for want of a store. */
export interface Store {
  /** Answers `undefined` while the store cannot be reached. */
  readonly read: (key: string) => Promise<Found | undefined>;
  /** Keeps an entry for at most `ttlMs` milliseconds; answers whether it does. */
  readonly write: (key: string, value: Buffer, ttlMs: number) => Promise<boolean>;
  /** Begins a new generation, so that everything stored before is out of date, for everybody. */
  readonly renew: () => Promise<void>;
  /** Whether replicas share it at this moment; `undefined` where each process has its own. */
  readonly isSharing: (() => boolean) | undefined;
}
