import { LRUCache } from 'lru-cache';
import type { Store } from './store.ts';

// About what the map and the list of the cache hold beside a key and a value.
const OVERHEAD_BYTES = 200;

/**
 * Creates a store in this process, bounded in bytes, its overhead included: what was not asked for longest leaves first.
 * `now` is a clock in milliseconds that nobody sets back.
 */
export function createMemoryStore(maxBytes: number, now = () => performance.now()): Store {
  const entries = new LRUCache<string, Buffer>({
    maxSize: maxBytes,
    perf: { now },
    ttlResolution: 0,
    sizeCalculation: (value, key) => value.byteLength + key.length + OVERHEAD_BYTES,
  });
  let generation = 0;
  return {
    read: async (key) => ({ generation: String(generation), value: entries.get(key) }),
    write: async (key, value, ttlMs) => entries.set(key, value, { ttl: ttlMs }).has(key),
    renew: async () => {
      generation += 1;
    },
    isSharing: undefined,
  };
}
