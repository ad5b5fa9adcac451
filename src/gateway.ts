import type { RequestListener } from 'node:http';
import { createDispatcher } from './dispatcher.ts';
import { createGraphqlHandler, type GatewayConfig, type GatewaySeams, GRAPHQL_PATH } from './graphql-endpoint.ts';
import { beginAnswer, checkHead, normaliseHead, toPath } from './head-rules.ts';
import { answerHealth, createReadiness } from './health.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { createNotFound, type Refusal, refuse } from './refusal.ts';
import { runAs } from './request-id.ts';
import { createUpstream } from './upstream.ts';

export { type GatewayConfig, type GatewaySeams, GRAPHQL_PATH } from './graphql-endpoint.ts';

/** The gateway without a socket: mount `handle` on any `node:http` server. */
export interface Gateway {
  readonly handle: RequestListener;
  /** From now on `/health/ready` says no and answers ask to close the connection, so that balancers send nothing new. */
  readonly drain: () => void;
  /** From now on new requests are refused with 503; those that were accepted go on. */
  readonly refuseAll: () => void;
  /** Closes the connections to authentik. */
  readonly close: () => Promise<void>;
}

/** Puts the gateway together: `/graphql`, `/health/live` and `/health/ready`; everything else is 404. */
export function createGateway(config: GatewayConfig, seams: GatewaySeams): Gateway {
  const dispatcher = seams.dispatcher ?? createDispatcher(config);
  const limiter =
    config.rateLimitPerMinute > 0
      ? createRateLimiter({ perMinute: config.rateLimitPerMinute, redisUrl: config.redisUrl }, seams.log)
      : undefined;
  const handleGraphql = createGraphqlHandler(config, createUpstream(config, dispatcher), { ...seams, limiter });
  const readiness = createReadiness(config.authentikUrl, seams.dispatcher);
  let isDraining = false;
  let isRefusing = false;

  return {
    handle: (request, response) => {
      const requestId = beginAnswer(request, response);
      if (isDraining) {
        response.setHeader('connection', 'close');
      }
      const refusal = checkHead(request, config.maxHeaders);
      const path = toPath(request.url);
      if (refusal) {
        refuse(response, refusal, requestId);
      } else if (isRefusing && path !== '/health/live') {
        refuse(response, DRAINING, requestId);
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
    refuseAll: () => {
      isDraining = true;
      isRefusing = true;
    },
    close: async () => {
      await Promise.all([readiness.close(), limiter?.close()]);
      await (seams.dispatcher ? undefined : dispatcher.close());
    },
  };
}

const DRAINING: Refusal = {
  status: 503,
  code: 'SERVICE_DRAINING',
  message: 'This process is about to end; another one will answer.',
  headers: { 'retry-after': '1' },
};
