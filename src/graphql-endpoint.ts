import type { IncomingMessage, ServerResponse } from 'node:http';
import { createYoga } from 'graphql-yoga';
import type { Dispatcher } from 'undici';
import { createReleaseFinder } from './authentik/release-finder.ts';
import type { Upstream } from './authentik/transport.ts';
import type { Config } from './config.ts';
import { toCors } from './cors.ts';
import { createRouterCheck, useFederationAccess } from './federation/access.ts';
import { useFinishedAnswers } from './finish-answers.ts';
import { createGraphiqlOptions } from './graphiql/options.ts';
import { renderGraphiql } from './graphiql/render.ts';
import { createDocumentCache, NO_CACHE } from './graphql/document-cache.ts';
import { useLimits } from './graphql/limits/use-limits.ts';
import { createMaskError } from './graphql/mask-error.ts';
import type { Log } from './log.ts';
import { type OperationOptions, useOperations } from './operation.ts';
import { useRateLimit } from './rate-limit.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { currentRequestId } from './request-id.ts';
import { useRequestRules } from './request-rules.ts';
import { createSchema } from './schema.ts';

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
}

/** Creates what answers requests for the API, and for GraphiQL. */
export function createGraphqlHandler(
  config: GatewayConfig,
  upstream: Upstream,
  { limiter, ...seams }: GatewaySeams & { readonly limiter: RateLimiter | undefined },
): (request: IncomingMessage, response: ServerResponse) => void {
  const { schema } = createSchema({ prefix: config.schemaPrefix, maxRepresentations: config.maxRepresentations });
  return createYoga({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    plugins: [
      useRequestRules(createRouterCheck(config.routerSecret)),
      ...(limiter ? [useRateLimit(limiter)] : []),
      // A router asks for as many entities as it may, and those are a list too.
      useLimits(schema, { ...config, maxListItems: Math.max(config.maxListItems, config.maxRepresentations) }),
      useFederationAccess(config),
      useOperations(upstream, toOperationOptions(config, seams)),
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
      requestId: currentRequestId(),
      err: { message: error.message, stack: error.stack },
      cause: String(error.cause ?? ''),
    },
    code,
  );
}

function toOperationOptions(config: GatewayConfig, { log, isPlanning = true }: GatewaySeams): OperationOptions {
  return {
    release: createReleaseFinder({
      version: config.authentikVersion,
      onChange: (release) => log.info({ release }, 'authentik tells its release'),
    }),
    timeoutMs: config.operationTimeoutMs,
    budget: { requests: config.maxUpstreamRequests, rows: config.maxUpstreamRows, bytes: config.maxUpstreamBytes },
    isReporting: config.upstreamReport === true,
    isPlanning,
  };
}
