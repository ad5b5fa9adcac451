import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createYoga } from 'graphql-yoga';
import type { Dispatcher } from 'undici';
import { createReleaseFinder } from './authentik/release-finder.ts';
import type { Upstream } from './authentik/transport.ts';
import type { Config } from './config.ts';
import { toCors } from './cors.ts';
import { createDispatcher } from './dispatcher.ts';
import { useFinishedAnswers } from './finish-answers.ts';
import { createGraphiqlOptions } from './graphiql/options.ts';
import { renderGraphiql } from './graphiql/render.ts';
import { createDocumentCache, NO_CACHE } from './graphql/document-cache.ts';
import { useLimits } from './graphql/limits/use-limits.ts';
import { createMaskError } from './graphql/mask-error.ts';
import { beginAnswer, checkHead, normaliseHead } from './head-rules.ts';
import { answerHealth, createReadiness } from './health.ts';
import type { Log } from './log.ts';
import { type OperationOptions, useOperations } from './operation.ts';
import { createNotFound, refuse } from './refusal.ts';
import { currentRequestId, runAs } from './request-id.ts';
import { useRequestRules } from './request-rules.ts';
import { schema } from './schema.ts';
import { version } from './version.ts';

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

/** The gateway without a socket: mount `handle` on any `node:http` server. */
export interface Gateway {
  readonly handle: RequestListener;
  /** From now on `/health/ready` says no, so that balancers send nothing new. */
  readonly drain: () => void;
  /** Closes the connections to authentik. */
  readonly close: () => Promise<void>;
}

/** Puts the gateway together: `/graphql`, `/health/live` and `/health/ready`; everything else is 404. */
export function createGateway(config: GatewayConfig, seams: GatewaySeams): Gateway {
  const dispatcher = seams.dispatcher ?? createDispatcher(config);
  const handleGraphql = createGraphqlHandler(config, dispatcher, seams);
  const readiness = createReadiness(config.authentikUrl, seams.dispatcher);
  let isDraining = false;

  return {
    handle: (request, response) => {
      const requestId = beginAnswer(request, response);
      const refusal = checkHead(request, config.maxHeaders);
      const path = request.url?.split('?', 1)[0];
      if (refusal) {
        refuse(response, refusal, requestId);
      } else if (path === GRAPHQL_PATH || path === `${GRAPHQL_PATH}/`) {
        normaliseHead(request, GRAPHQL_PATH, requestId);
        runAs(requestId, () => handleGraphql(request, response));
      } else if (path === '/health/live') {
        answerHealth(response, true);
      } else if (path === '/health/ready') {
        void (isDraining ? Promise.resolve(false) : readiness.isReady()).then((ready) => answerHealth(response, ready));
      } else if (path === '/' && config.graphiql === true) {
        response.writeHead(302, { location: GRAPHQL_PATH }).end();
      } else {
        refuse(response, createNotFound(GRAPHQL_PATH), requestId);
      }
    },
    drain: () => {
      isDraining = true;
    },
    close: async () => {
      await readiness.close();
      await (seams.dispatcher ? undefined : dispatcher.close());
    },
  };
}

function createGraphqlHandler(
  config: GatewayConfig,
  dispatcher: Dispatcher,
  seams: GatewaySeams,
): (request: IncomingMessage, response: ServerResponse) => void {
  const upstream: Upstream = {
    apiUrl: config.authentikUrl,
    dispatcher,
    timeoutMs: config.upstreamTimeoutMs,
    maxResponseBytes: config.maxUpstreamResponseBytes,
    userAgent: `authentik-graphql-gateway/${version}`,
  };
  return createYoga({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    plugins: [
      useRequestRules(),
      useLimits(schema, config),
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
