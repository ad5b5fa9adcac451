import type { Params } from '../authentik/client.ts';
import type { Page } from '../authentik/page.ts';
import { createNotFoundError } from '../authentik/to-error.ts';
import { GatewayError } from '../errors.ts';
import type { Needs } from './plan.ts';
import { readPages } from './read-pages.ts';
import { MAX_PAGE_SIZE } from './window.ts';

/** A value of a list's filter with which the list is known to hold an object, e.g. a member of the group that is wanted. */
export interface Hint {
  readonly value: string;
  /** About how many rows the filter brings for this value alone; default: only what is wanted. */
  readonly rows?: number;
}

/** One object to load. */
export interface Wanted<Key> {
  readonly key: Key;
  readonly hint: Hint | undefined;
}

/** How objects of one kind can be read by list. */
export interface ListSource<Key, Value> {
  /** authentik's multi-value filter that hints are values of. */
  readonly hintParam: string;
  readonly rowMs: number;
  /** Every key that a row answers. */
  readonly toKeys: (row: Value) => readonly Key[];
  readonly getPage: (params: Params, needs: Needs) => Promise<Page<Value>>;
}

/** What a batch is loaded with. */
export interface BatchRun<Key, Value> {
  readonly list: ListSource<Key, Value>;
  readonly needs: Needs;
  readonly loadOne: (key: Key) => Promise<Value>;
  /** How many requests and rows the operation may still ask for. */
  readonly left: () => { readonly requests: number; readonly rows: number };
}

/** By key: the object, or why there is none. */
export type Results<Key, Value> = Map<Key, Value | Error>;

/** A batch that is being read by list. */
export interface Progress<Key, Value> {
  readonly run: BatchRun<Key, Value>;
  readonly results: Results<Key, Value>;
}

/**
 * Reads the lists that hints lead to, at most 100 hints at a time, all pages; what they hold goes into `results`.
 * A list that fails as a whole fails what it was read for; an unknown hint is left out.
 */
export async function readByHints<Key, Value>(
  hints: readonly string[],
  hinted: readonly Wanted<Key>[],
  progress: Progress<Key, Value>,
): Promise<void> {
  if (hints.length > MAX_PAGE_SIZE) {
    return readHalves(hints, hinted, progress);
  }
  try {
    await readPages({ [progress.run.list.hintParam]: hints, ordering: 'pk' }, progress);
  } catch (error) {
    if (!(error instanceof GatewayError && error.code === 'BAD_USER_INPUT')) {
      return fail(
        hinted.filter(({ hint }) => hint !== undefined && hints.includes(hint.value)),
        error,
        progress,
      );
    }
    // One unknown value fails the whole request: go on without it; what it hinted at is read by itself.
    const rest = hints.filter((hint) => hint !== toUnknownValue(error));
    if (rest.length < hints.length && rest.length > 0) {
      return readByHints(rest, hinted, progress);
    }
    return hints.length > 1 ? readHalves(hints, hinted, progress) : undefined;
  }
}

async function readHalves<Key, Value>(
  hints: readonly string[],
  hinted: readonly Wanted<Key>[],
  progress: Progress<Key, Value>,
): Promise<void> {
  const half = Math.ceil(hints.length / 2);
  await readByHints(hints.slice(0, half), hinted, progress);
  await readByHints(hints.slice(half), hinted, progress);
}

/**
 * Reads the list of everything until all keys are found, unless it turns out to be longer than the budget; what is not in
 * it does not exist.
 */
export async function readAll<Key, Value>(keys: readonly Key[], progress: Progress<Key, Value>): Promise<void> {
  const wanted = keys.map((key) => ({ key, hint: undefined }));
  try {
    const isEnough = () => keys.every((key) => progress.results.has(key));
    if (await readPages({ ordering: 'pk' }, progress, isEnough)) {
      fail(
        wanted.filter(({ key }) => !progress.results.has(key)),
        createNotFoundError(),
        progress,
      );
    }
  } catch (error) {
    fail(wanted, error, progress);
  }
}

function fail<Key, Value>(wanted: readonly Wanted<Key>[], error: unknown, { results }: Progress<Key, Value>): void {
  for (const { key } of wanted) {
    results.set(key, toError(error));
  }
}

// authentik names the value: "Select a valid choice. 999999 is not one of the available choices."
function toUnknownValue(error: GatewayError): string | undefined {
  return /choice\. (\S+) is not/.exec(error.message)?.[1];
}

/** What a loader rejects with: always an `Error`. */
export function toError(error: unknown): Error {
  return error instanceof Error ? error : new TypeError(`expected an Error, but got: ${String(error)}`);
}
