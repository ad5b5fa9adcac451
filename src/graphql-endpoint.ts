import type { IncomingMessage, ServerResponse } from 'node:http';
import { createYoga } from 'graphql-yoga';
import type { Dispatcher } from 'undici';
import type { ReleaseFinder } from './authentik/release-finder.ts';
import type { Upstream } from './authentik/transport.ts';
import type { Config } from './config.ts';
import { createRouterCheck, useFederationAccess } from './federation/access.ts';
import { createGraphiqlOptions } from './graphiql/options.ts';
import { renderGraphiql } from './graphiql/render.ts';
import { createDocumentCache, NO_CACHE } from './graphql/document-cache.ts';
import { useLimits } from './graphql/limits/use-limits.ts';
import { createMaskError } from './graphql/mask-error.ts';
import { toCors } from './http/cors.ts';
import { useFinishedAnswers } from './http/finish-answers.ts';
import { useRateLimit } from './http/rate-limit.ts';
import type { RateLimiter } from './http/rate-limiter.ts';
import { useRequestRules } from './http/request-rules.ts';
import type { Log } from './log.ts';
import { useOperations } from './operation.ts';
import type { OperationOptions } from './operation-context.ts';
import type { ResponseCache } from './response-cache/response-cache.ts';
import { useResponseCache } from './response-cache/use-response-cache.ts';
import { createSchema } from './schema.ts';
import { currentRecord } from './telemetry/request-record.ts';
import type { Telemetry } from './telemetry/telemetry.ts';
import { useRecord } from './telemetry/use-record.ts';

/** Where the GraphQL API is served. */
export const GRAPHQL_PATH = '/graphql';

/** A configuration whose authentik is settled. */
export type GatewayConfig = Config & { readonly authentikUrl: string };

/** What tests and embedding programs may put in the place of the real thing. */
export interface GatewaySeams {
  readonly log: Log;
  /** undici's way to authentik; default: a bounded pool of keep-alive connections. */
  readonly dispatcher?: Dispatcher;
  /** A demo credential for GraphiQL to start with; never a real one, since every visitor gets it. */
  readonly demoBearerToken?: string | undefined;
  /** False: every request embeds everything and no answer is shared, to compare with. */
  readonly isPlanning?: boolean;
  /** Milliseconds that Redis may take for one command; default: 200. */
  readonly redisTimeoutMs?: number | undefined;
}

/** What the handler shares with the rest of the gateway. */
export interface EndpointParts {
  readonly upstream: Upstream;
  readonly limiter: RateLimiter | undefined;
  readonly cache: ResponseCache | undefined;
  readonly release: ReleaseFinder;
  readonly askVersion: OperationOptions['askVersion'];
  readonly telemetry: Telemetry;
}

/** Creates what answers requests for the API, and for GraphiQL. */
export function createGraphqlHandler(
  config: GatewayConfig,
  seams: GatewaySeams,
  { upstream, limiter, cache, release, askVersion, telemetry }: EndpointParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  const operations = { ...toOperationOptions(config, seams), release, askVersion, telemetry };
  const { schema, sdl } = createSchema({ prefix: config.schemaPrefix, maxRepresentations: config.maxRepresentations });
  return createYoga({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    plugins: [
      useRecord(),
      useRequestRules(createRouterCheck(config.routerSecret)),
      ...(limiter ? [useRateLimit(limiter)] : []),
      useLimits(schema, config),
      useFederationAccess(config),
      ...(cache ? [useResponseCache(cache, { ...operations, authentikUrl: config.authentikUrl, sdl })] : []),
      useOperations(upstream, operations),
      useFinishedAnswers(config),
    ],
    maskedErrors: { maskError: createMaskError((error, code) => report(seams.log, error, code)) },
    cors: config.corsOrigins.length > 0 && (({ headers }) => toCors(config, headers.get('origin'))),
    parserAndValidationCache: { documentCache: createDocumentCache(config.maxCachedDocuments), errorCache: NO_CACHE },
    graphiql: config.graphiql === true && createGraphiqlOptions(seams.demoBearerToken),
    renderGraphiQL: renderGraphiql,
    landingPage: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: config.maxBodyBytes,
    logging: false,
  });
}

function report(log: Log, error: Error, code: string): void {
  log.error(
    {
      code,
      requestId: currentRecord()?.requestId,
      err: { message: error.message, stack: error.stack },
      cause: String(error.cause ?? ''),
    },
    code,
  );
}

function toOperationOptions(
  config: GatewayConfig,
  { isPlanning = true }: GatewaySeams,
): Omit<OperationOptions, 'release' | 'askVersion' | 'telemetry'> {
  return {
    timeoutMs: config.operationTimeoutMs,
    budget: { requests: config.maxUpstreamRequests, rows: config.maxUpstreamRows, bytes: config.maxUpstreamBytes },
    isReporting: config.upstreamReport === true,
    isPlanning,
  };
}
