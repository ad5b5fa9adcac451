import DataLoader from 'dataloader';
import type { GatewayContext } from '../context.ts';

/** The DataLoader of one operation: answers each key at most once, whoever asks. */
export type LoaderOf<Key, Value> = (context: GatewayContext) => DataLoader<Key, Value, string>;

/**
 * Declares how to load a `Value` by its key. The loader itself is made on first use, one per operation: since it hangs
 * on the operation's context, nothing loaded with one caller's credential can reach another.
 * Keys must be normalised first (`id` and `pk` of one object are one key); equal JSON is an equal key. A failed key fails alone.
 */
export function createLoader<Key, Value>(
  load: (key: Key, context: GatewayContext) => Promise<Value>,
): LoaderOf<Key, Value> {
  const loaders = new WeakMap<GatewayContext, DataLoader<Key, Value, string>>();
  return (context) => {
    let loader = loaders.get(context);
    if (!loader) {
      loader = new DataLoader((keys) => Promise.all(keys.map((key) => load(key, context).catch(toError))), {
        cacheKeyFn: (key) => JSON.stringify(key),
      });
      loaders.set(context, loader);
    }
    return loader;
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new TypeError(`expected an Error, but got: ${String(error)}`);
}
