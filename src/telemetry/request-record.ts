import { AsyncLocalStorage } from 'node:async_hooks';
import type { Usage } from '../authentik/budget.ts';
import type { Saved } from '../context.ts';

/** What kind of operation a request asks for; `none` where it is refused before that is known. */
export type OperationKind = 'query' | 'mutation' | 'none';

/**
 * What a query found in the response cache: an answer; none; one that is out of date; nothing, for its caller did not want
 * it; or nothing, for the cache cannot be reached.
 */
export type CacheResult = 'hit' | 'miss' | 'stale' | 'bypass' | 'unavailable';

/** What is told of one request to the API. Filled in on its way; never holds what only its caller may know. */
export interface RequestRecord {
  readonly requestId: string;
  kind: OperationKind;
  /** See {@link toShownName}. */
  operation: string;
  /** The codes of the answer's `errors[]`, each once, in the order of their first appearance. */
  codes: readonly string[];
  /** What the operation has cost so far; `undefined` where none was run, as for `saved`. */
  usage: (() => Usage) | undefined;
  saved: Saved | undefined;
  /** `undefined` where nothing was looked up: without a cache, and for anything but a query. */
  cache: CacheResult | undefined;
  /** Ends the trace of the operation. */
  endTrace: ((record: Pick<RequestRecord, 'codes' | 'cache'>) => void) | undefined;
}

const LONGEST_NAME = 64;

const running = new AsyncLocalStorage<RequestRecord>();

/** Begins the record of a request. */
export function createRecord(requestId: string): RequestRecord {
  return {
    requestId,
    kind: 'none',
    operation: '(none)',
    codes: [],
    usage: undefined,
    saved: undefined,
    cache: undefined,
    endTrace: undefined,
  };
}

/** Runs `work` and all that it starts on behalf of a request. */
export function runWith<Result>(record: RequestRecord, work: () => Result): Result {
  return running.run(record, work);
}

/** The record of the request on whose behalf this runs; `undefined` outside of requests. */
export function currentRecord(): RequestRecord | undefined {
  return running.getStore();
}

/** Notes codes of the answer to the running request. */
export function noteCodes(codes: readonly string[]): void {
  const record = currentRecord();
  if (record) {
    record.codes = [...new Set([...record.codes, ...codes])];
  }
}

/**
 * An operation's name as it may be told: up to 64 letters, digits and `_`, which GraphQL's grammar has anyway; else, and
 * for an operation without one, a placeholder that can be no name.
 */
export function toShownName(name: string | undefined): string {
  if (name === undefined) {
    return '(anonymous)';
  }
  return name.length <= LONGEST_NAME && /^\w+$/.test(name) ? name : '(unfit)';
}
