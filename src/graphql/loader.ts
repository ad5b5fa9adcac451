import DataLoader from 'dataloader';
import type { IncludeSwitch } from '../authentik/switches.ts';
import type { GatewayContext, Saved } from '../context.ts';
import { loadBatch } from './batch.ts';
import type { Needs } from './plan.ts';
import { type Hint, type ListSource, toError } from './read-list.ts';

const NO_NEEDS: Needs = new Set();

/** What the asker knows about a key. */
interface Ask {
  /** What must be embedded. Who asks for one key at the same time is served by one request with the union of their needs. */
  readonly needs?: Needs;
  /** By which list the object can be had. */
  readonly hint?: Hint | undefined;
}

/** The loader of one operation: answers each key at most once, whoever asks. */
export interface Loader<Key, Value> {
  readonly load: (key: Key, ask?: Ask) => Promise<Value>;
  /** Answers a key from what came by another way; what is there already is kept. */
  readonly prime: (key: Key, value: Value) => void;
}

/** How a loader gets at its values. */
export interface LoaderDefinition<Key, Value> {
  readonly loadOne: (key: Key, context: GatewayContext, needs: Needs) => Promise<Value>;
  /** How many can be read at once, if at all. */
  readonly list?: (context: GatewayContext) => ListSource<Key, Value>;
}

/**
 * Declares how to load a `Value` by its key. The loader itself is made on first use, one per operation: since it hangs
 * on the operation's memory, nothing loaded with one caller's credential can reach another, nor outlive a write.
 * Keys must be normalised first (`id` and `pk` of one object are one key); equal JSON is an equal key. A failed key fails alone.
 */
export function createLoader<Key, Value>(
  definition: LoaderDefinition<Key, Value>,
): (context: GatewayContext) => Loader<Key, Value> {
  const loaders = new WeakMap<object, Loader<Key, Value>>();
  return (context) => {
    const { key } = context.memory;
    let loader = loaders.get(key);
    if (!loader) {
      loader = context.isSharing ? createSharingLoader(definition, context) : createPlainLoader(definition, context);
      loaders.set(key, loader);
    }
    return loader;
  };
}

/** The same loader for askers that have only one kind of its keys. */
export function keyedBy<Key, Inner, Value>(
  getLoader: (context: GatewayContext) => Loader<Inner, Value>,
  toInner: (key: Key) => Inner,
): (context: GatewayContext) => Loader<Key, Value> {
  return (context) => ({
    load: (key, ask) => getLoader(context).load(toInner(key), ask),
    prime: (key, value) => getLoader(context).prime(toInner(key), value),
  });
}

interface Known {
  readonly needs: Set<IncludeSwitch>;
  readonly hint: Hint | undefined;
}

function createSharingLoader<Key, Value>(
  definition: LoaderDefinition<Key, Value>,
  context: GatewayContext,
): Loader<Key, Value> {
  const known = new Map<string, Known>();
  const primed = new Set<string>();
  const loader = new DataLoader<Key, Value, string>((keys) => loadKeys(keys, known, { definition, context }), {
    cacheKeyFn: toCacheKey,
  });
  return {
    load: (key, { needs = NO_NEEDS, hint } = {}) => {
      const cacheKey = toCacheKey(key);
      const before = known.get(cacheKey);
      noteSaving(context.saved, before !== undefined, primed.has(cacheKey));
      known.set(cacheKey, { needs: new Set([...(before?.needs ?? []), ...needs]), hint: before?.hint ?? hint });
      return loader.load(key);
    },
    prime: (key, value) => {
      primed.add(toCacheKey(key));
      loader.prime(key, value);
    },
  };
}

async function loadKeys<Key, Value>(
  keys: readonly Key[],
  known: ReadonlyMap<string, Known>,
  { definition, context }: { readonly definition: LoaderDefinition<Key, Value>; readonly context: GatewayContext },
): Promise<(Value | Error)[]> {
  const needsOf = (key: Key): Needs => known.get(toCacheKey(key))?.needs ?? NO_NEEDS;
  const loadOne = (key: Key): Promise<Value> => definition.loadOne(key, context, needsOf(key));
  const list = definition.list?.(context);
  if (!list || keys.length === 1) {
    return Promise.all(keys.map((key) => loadOne(key).catch(toError)));
  }
  const results = await loadBatch(
    keys.map((key) => ({ key, hint: known.get(toCacheKey(key))?.hint })),
    {
      list,
      loadOne,
      needs: new Set(keys.flatMap((key) => [...needsOf(key)])),
      left: context.authentik.left,
    },
  );
  return keys.map(
    (key) => results.get(key) ?? new TypeError(`expected a result, but got none for: ${toCacheKey(key)}`),
  );
}

function noteSaving(saved: Saved, isAsked: boolean, isPrimed: boolean): void {
  if (isAsked) {
    saved.shared += 1;
  } else if (isPrimed) {
    saved.embedded += 1;
  }
}

function createPlainLoader<Key, Value>(
  { loadOne }: LoaderDefinition<Key, Value>,
  context: GatewayContext,
): Loader<Key, Value> {
  return { load: (key, { needs = NO_NEEDS } = {}) => loadOne(key, context, needs), prime: () => undefined };
}

function toCacheKey(key: unknown): string {
  return JSON.stringify(key);
}
