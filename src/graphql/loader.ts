import DataLoader from 'dataloader';
import type { GatewayContext, Saved } from '../context.ts';
import type { Needs } from './plan.ts';
import type { IncludeSwitch } from './plan-declaration.ts';

const NO_NEEDS: Needs = new Set();

/** The loader of one operation: answers each key at most once, whoever asks. */
export interface Loader<Key, Value> {
  /** Loads by key; whoever asks for one key at the same time is served by one request with the union of their `needs`. */
  readonly load: (key: Key, needs?: Needs) => Promise<Value>;
  /** Answers a key from what came by another way; what is there already is kept. */
  readonly prime: (key: Key, value: Value) => void;
}

/**
 * Declares how to load a `Value` by its key. The loader itself is made on first use, one per operation: since it hangs
 * on the operation's context, nothing loaded with one caller's credential can reach another.
 * Keys must be normalised first (`id` and `pk` of one object are one key); equal JSON is an equal key. A failed key fails alone.
 */
export function createLoader<Key, Value>(
  load: (key: Key, context: GatewayContext, needs: Needs) => Promise<Value>,
): (context: GatewayContext) => Loader<Key, Value> {
  const loaders = new WeakMap<GatewayContext, Loader<Key, Value>>();
  return (context) => {
    let loader = loaders.get(context);
    if (!loader) {
      const loadOne = (key: Key, needs: Needs) => load(key, context, needs);
      loader = context.isSharing ? createSharingLoader(loadOne, context.saved) : createPlainLoader(loadOne);
      loaders.set(context, loader);
    }
    return loader;
  };
}

function createSharingLoader<Key, Value>(
  load: (key: Key, needs: Needs) => Promise<Value>,
  saved: Saved,
): Loader<Key, Value> {
  const wanted = new Map<string, Set<IncludeSwitch>>();
  const primed = new Set<string>();
  const toCacheKey = (key: Key): string => JSON.stringify(key);
  const loader = new DataLoader<Key, Value, string>(
    (keys) => Promise.all(keys.map((key) => load(key, wanted.get(toCacheKey(key)) ?? NO_NEEDS).catch(toError))),
    { cacheKeyFn: toCacheKey },
  );
  return {
    load: (key, needs = NO_NEEDS) => {
      const cacheKey = toCacheKey(key);
      const before = wanted.get(cacheKey);
      saved.shared += before ? 1 : 0;
      saved.embedded += !before && primed.has(cacheKey) ? 1 : 0;
      wanted.set(cacheKey, new Set([...(before ?? []), ...needs]));
      return loader.load(key);
    },
    prime: (key, value) => {
      primed.add(toCacheKey(key));
      loader.prime(key, value);
    },
  };
}

function createPlainLoader<Key, Value>(load: (key: Key, needs: Needs) => Promise<Value>): Loader<Key, Value> {
  return { load: (key, needs = NO_NEEDS) => load(key, needs), prime: () => undefined };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new TypeError(`expected an Error, but got: ${String(error)}`);
}
