import type { RequestListener } from 'node:http';
import { createAskVersion, createReleaseFinder } from './authentik/release-finder.ts';
import { createDispatcher } from './dispatcher.ts';
import { createGraphqlHandler, type GatewayConfig, type GatewaySeams } from './graphql-endpoint.ts';
import { createReadiness } from './health.ts';
import type { Log } from './log.ts';
import { createRoutes } from './routes.ts';
import { createSharedState } from './shared-state.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createMetricsHandler } from './telemetry/metrics-endpoint.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { createUpstream } from './upstream.ts';

export { type GatewayConfig, type GatewaySeams, GRAPHQL_PATH } from './graphql-endpoint.ts';

/** The gateway without a socket: mount `handle` on any `node:http` server. */
export interface Gateway {
  readonly handle: RequestListener;
  /** `/metrics`, for a listener of its own; everything is 404 unless `metricsPort` is set. */
  readonly handleMetrics: RequestListener;
  /** From now on `/health/ready` says no and answers ask to close the connection, so that balancers send nothing new. */
  readonly drain: () => void;
  /** From now on new requests are refused with 503; those that were accepted go on. */
  readonly refuseAll: () => void;
  /** Closes the connections to authentik, once what is under way has been answered. May be called again. */
  readonly close: () => Promise<void>;
}

/** Puts the gateway together: `/graphql`, `/health/live` and `/health/ready`; everything else is 404. */
export function createGateway(config: GatewayConfig, seams: GatewaySeams): Gateway {
  const dispatcher = seams.dispatcher ?? createDispatcher(config);
  const upstream = createUpstream(config, dispatcher);
  // What is asked beside the operations takes no connection from them.
  const createAside = () => seams.dispatcher ?? createDispatcher({ ...config, upstreamConnections: 1 });
  const [aside, probes] = [createAside(), createAside()];
  const { limiter, cache, close: closeShared } = createSharedState(config, seams);
  const version = config.authentikVersion;
  const release = createReleaseFinder({ version, onChange: (found) => tellRelease(seams.log, found, version) });
  const metrics = config.metricsPort === 0 ? undefined : createMetrics({ upstream, release, limiter, cache, config });
  const telemetry = createTelemetry({ log: seams.log, metrics, isTracePassedOn: config.upstreamTraceContext });
  const askVersion = createAskVersion(createUpstream(config, aside), telemetry.observer);
  const readiness = createReadiness(config.authentikUrl, probes);
  const handleMetrics = createMetricsHandler(metrics);
  let isDraining = false;
  let isRefusing = false;
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    release.close();
    closeShared();
    await (seams.dispatcher ? undefined : Promise.all([dispatcher.close(), aside.close(), probes.destroy()]));
  }

  return {
    handle: createRoutes(config, {
      handleGraphql: createGraphqlHandler(config, seams, { upstream, limiter, cache, release, askVersion, telemetry }),
      handleMetrics,
      watch: telemetry.watch,
      isReady: () => (isDraining ? Promise.resolve(false) : readiness.isReady()),
      isDraining: () => isDraining,
      isRefusing: () => isRefusing,
    }),
    handleMetrics,
    drain: () => {
      isDraining = true;
    },
    refuseAll: () => {
      isDraining = true;
      isRefusing = true;
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function tellRelease(log: Log, release: string, version: string | undefined): void {
  if (version === undefined) {
    log.info({ release }, 'authentik’s release');
  } else {
    log.warn({ release, version }, 'authentik does not answer like AUTHENTIK_VERSION');
  }
}
