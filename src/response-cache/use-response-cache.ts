import { createHash } from 'node:crypto';
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { parseCredential } from '../authentik/credential.ts';
import type { GatewayContext } from '../context.ts';
import { REQUEST_ID_HEADER, toRequestId } from '../http/request-id.ts';
import { addReceipt, NO_COST, wantsReceipt } from '../receipt.ts';
import { noteLookup, traceOperation } from '../telemetry/note-operation.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { CACHE_STATUS_HEADER, toCacheStatus, toWish } from './cache-headers.ts';
import { toEntryKey } from './entry-key.ts';
import type { Data, ResponseCache } from './response-cache.ts';

/** What of the gateway's settings answers and their receipts depend on. */
export interface ResponseCacheOptions {
  /** authentik's API root. */
  readonly authentikUrl: string;
  /** The served schema. */
  readonly sdl: string;
  /** Whether every answer tells what it cost, asked for or not. */
  readonly isReporting: boolean;
  readonly telemetry: Telemetry;
}

/**
 * Yoga plugin: answers a query that the same credential has asked before, without anything being asked of authentik, and
 * makes all that is kept out of date whenever a mutation has written. It comes behind all that may refuse an operation, so
 * what is kept is refused like anything else; and before what runs operations, so that no receipt is kept.
 */
export function useResponseCache(cache: ResponseCache, given: ResponseCacheOptions): Plugin<GatewayContext> {
  // The schema is long and always the same: what goes into each key is its digest.
  const options = { ...given, sdl: createHash('sha256').update(given.sdl).digest('hex') };
  const statuses = new WeakMap<Request, string>();
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { request } = args.contextValue;
      const operation = getOperationAST(args.document, args.operationName);
      const sealedFor = toSealedFor(args, options);
      if (!operation || !sealedFor) {
        return undefined;
      }
      if (operation.operation === 'mutation') {
        return { onExecuteDone: () => (args.contextValue.notes?.hasWritten ? cache.renew() : undefined) };
      }
      const found = await cache.lookUp(sealedFor, toWish(request.headers.get('cache-control')));
      noteLookup(found.result);
      statuses.set(request, toCacheStatus(found, false));
      if (found.result === 'hit') {
        const requestId = toRequestId(request.headers.get(REQUEST_ID_HEADER) ?? undefined);
        traceOperation({ request, requestId, operation }, options.telemetry);
        const result = { data: found.data };
        setResultAndStopExecution(wantsReceipt(request, options) ? addReceipt(result, NO_COST) : result);
        return undefined;
      }
      const { place } = found;
      return (
        place && {
          onExecuteDone: async ({ result }) => {
            const data = 'next' in result ? undefined : toKept(result, args);
            if (data && (await cache.keep(place, data))) {
              statuses.set(request, toCacheStatus(found, true));
            }
          },
        }
      );
    },
    onResponse({ request, response }) {
      const status = statuses.get(request);
      if (status !== undefined) {
        response.headers.set(CACHE_STATUS_HEADER, status);
      }
    },
  };
}

/** What an operation runs with; what it adds to its context is missing where it was refused just before. */
type Args = ExecutionArgs & { readonly contextValue: YogaInitialContext & Partial<GatewayContext> };

function toSealedFor({ contextValue, operationName, variableValues }: Args, options: ResponseCacheOptions) {
  const credential = parseCredential(contextValue.request.headers.get('authorization'));
  const { query: document } = contextValue.params;
  const { authentikUrl, sdl } = options;
  return credential && typeof document === 'string'
    ? {
        credential,
        key: toEntryKey({ credential, authentikUrl, sdl, document, operationName, variables: variableValues }),
      }
    : undefined;
}

// An error may be gone the next moment, and what authentik was not asked for costs nothing to answer again.
function toKept({ data, errors = [] }: ExecutionResult, { contextValue }: Args): Data | undefined {
  const { authentik, notes } = contextValue;
  const isWhole = errors.length === 0 && notes?.hasErrorData === false;
  return isWhole && authentik && authentik.usage().requests > 0 ? (data ?? undefined) : undefined;
}
