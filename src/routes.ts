import type { RequestListener } from 'node:http';
import { type GatewayConfig, GRAPHQL_PATH } from './graphql-endpoint.ts';
import { answerHealth } from './health.ts';
import { beginAnswer, checkHead, normaliseHead, toPath } from './http/head-rules.ts';
import { createNotFound, type Refusal, refuse } from './http/refusal.ts';
import { METRICS_PATH } from './telemetry/metrics-endpoint.ts';
import { createRecord, runWith } from './telemetry/request-record.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/** What answers at the paths, and what of the process's state they depend on. */
export interface Routes {
  readonly handleGraphql: RequestListener;
  readonly handleMetrics: RequestListener;
  /** Told of every request to the API, refused or not. */
  readonly watch: Telemetry['watch'];
  readonly isReady: () => Promise<boolean>;
  /** Whether answers ask to close the connection. */
  readonly isDraining: () => boolean;
  /** Whether everything but the liveness probe is refused. */
  readonly isRefusing: () => boolean;
}

/** Creates what answers every request of the public listener: by its path, or a refusal. */
export function createRoutes(config: GatewayConfig, routes: Routes): RequestListener {
  // Only where somebody has asked for it in as many words.
  const hasMetrics = config.metricsPort !== 0 && config.metricsPort === config.port;
  const answers: Readonly<Record<string, RequestListener>> = {
    [GRAPHQL_PATH]: routes.handleGraphql,
    '/health/live': (_request, response) => answerHealth(response, true),
    '/health/ready': (_request, response) => void routes.isReady().then((ready) => answerHealth(response, ready)),
    ...(config.graphiql === true ? { '/': redirectToGraphiql } : {}),
    ...(hasMetrics ? { [METRICS_PATH]: routes.handleMetrics } : {}),
  };
  return (request, response) => {
    const requestId = beginAnswer(request, response);
    const record = createRecord(requestId);
    const path = toPath(request.url).replace(/^\/graphql\/$/, GRAPHQL_PATH);
    if (routes.isDraining()) {
      response.setHeader('connection', 'close');
    }
    if (path === GRAPHQL_PATH) {
      routes.watch(record, response);
    }
    runWith(record, () => {
      const refusal =
        checkHead(request, config.maxHeaders) ??
        (routes.isRefusing() && path !== '/health/live' ? DRAINING : undefined);
      const answer = Object.hasOwn(answers, path) ? answers[path] : undefined;
      if (refusal || !answer) {
        refuse(response, refusal ?? createNotFound(GRAPHQL_PATH), requestId);
        return;
      }
      if (path === GRAPHQL_PATH) {
        normaliseHead(request, GRAPHQL_PATH, requestId);
      }
      answer(request, response);
    });
  };
}

const redirectToGraphiql: RequestListener = (_request, response) => {
  response.writeHead(302, { location: GRAPHQL_PATH }).end();
};

const DRAINING: Refusal = {
  status: 503,
  code: 'SERVICE_DRAINING',
  message: 'This process is about to end; another one will answer.',
  headers: { 'retry-after': '1' },
};
