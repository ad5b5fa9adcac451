import { z } from 'zod';
import { isRecord } from '../authentik/json.ts';
import type { CacheResult } from '../telemetry/request-record.ts';
import { open, type SealedFor, seal } from './seal.ts';
import type { Store } from './store.ts';

/** `data` of an answer. */
export type Data = Record<string, unknown>;

/** What a caller wants of the cache: `any` answer, a `fresh` one, or `nothing` to do with it. */
export type Wish = 'any' | 'fresh' | 'nothing';

/** Where the answer to what was just looked up may be kept. */
interface Place extends SealedFor {
  /** The generation before anything was asked of authentik. */
  readonly generation: string;
  /** When that was, in milliseconds of Unix time. */
  readonly at: number;
}

/** What a lookup found: an answer and how long it may still be given, or else where one may be kept, if anywhere. */
export type Lookup =
  | { readonly result: 'hit'; readonly data: Data; readonly leftMs: number }
  | { readonly result: Exclude<CacheResult, 'hit'>; readonly place?: Place };

/** Answers of queries, each for whom it was given and for a short time. */
export interface ResponseCache {
  readonly lookUp: (sealedFor: SealedFor, wish: Wish) => Promise<Lookup>;
  /** Keeps an answer; answers whether it does. Not what is too large, or took longer than it may be kept. */
  readonly keep: (place: Place, data: Data) => Promise<boolean>;
  /** Makes everything kept so far out of date, for everybody. */
  readonly renew: () => Promise<void>;
  /** Whether replicas share it at this moment; `undefined` where each process has its own. */
  readonly isSharing: (() => boolean) | undefined;
}

const MAX_ENTRY_BYTES = 1_000_000;

const entryShape = z.object({ at: z.number(), generation: z.string(), data: z.custom<Data>(isRecord) });

/**
 * Creates a cache of answers that are kept for `ttlMs` milliseconds from before anything was asked of authentik. Its store
 * sees only sealed entries. Two equal queries at once are two: neither waits for the other.
 */
export function createResponseCache(ttlMs: number, store: Store): ResponseCache {
  return {
    lookUp: async (sealedFor, wish) => {
      if (wish === 'nothing') {
        return { result: 'bypass' };
      }
      const at = Date.now();
      const found = await store.read(sealedFor.key);
      if (!found) {
        return { result: 'unavailable' };
      }
      const { generation, value } = found;
      const place = { ...sealedFor, generation, at };
      if (wish === 'fresh') {
        return { result: 'bypass', place };
      }
      const entry = value && openEntry(value, sealedFor);
      if (!entry) {
        return { result: 'miss', place };
      }
      // The clocks of two replicas may differ.
      const leftMs = Math.min(ttlMs, entry.at + ttlMs - Date.now());
      return entry.generation === generation && leftMs > 0
        ? { result: 'hit', data: entry.data, leftMs }
        : { result: 'stale', place };
    },
    keep: async ({ at, generation, ...sealedFor }, data) => {
      const text = JSON.stringify({ at, generation, data });
      const leftMs = Math.min(ttlMs, at + ttlMs - Date.now());
      return (
        Buffer.byteLength(text) <= MAX_ENTRY_BYTES &&
        leftMs > 0 &&
        store.write(sealedFor.key, seal(text, sealedFor), leftMs)
      );
    },
    renew: store.renew,
    isSharing: store.isSharing,
  };
}

function openEntry(value: Buffer, sealedFor: SealedFor): z.output<typeof entryShape> | undefined {
  const text = open(value, sealedFor);
  return text === undefined ? undefined : entryShape.safeParse(JSON.parse(text)).data;
}
