import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import { createLog } from '../log.ts';
import { createDemoDataset, createSandbox } from '../sandbox/index.ts';
import { type Listening, listen } from '../server.ts';
import { METRICS_PATH } from '../telemetry/metrics-endpoint.ts';
import { type Behind, createBanner, createSandboxBanner } from './banner.ts';
import { readDataset } from './data-file.ts';

/** A program that is up. */
export interface Running {
  /** What to tell the person who started it. */
  readonly banner: string;
  /**
   * Says no to readiness probes, goes on for `drainMs` unless it is urgent, then lets accepted requests finish for at
   * most `shutdownMs`, and closes everything.
   */
  readonly stop: (isUrgent: boolean) => Promise<void>;
}

/**
 * Starts the gateway, in front of `authentikUrl` or, without one, of a sandbox that it starts too.
 * @throws ConfigError for an unusable data file; Error with `syscall` `listen` when the address cannot be had
 */
export async function runServe(config: Config): Promise<Running> {
  const sandbox =
    config.authentikUrl === undefined
      ? await startSandbox(config, { host: '127.0.0.1', port: config.sandboxPort })
      : undefined;
  const behind: Behind = sandbox ?? { kind: 'authentik', apiUrl: config.authentikUrl ?? '' };
  const gateway = createGateway(
    {
      ...config,
      authentikUrl: behind.apiUrl,
      authentikVersion: config.authentikVersion ?? sandbox?.authentikVersion,
      graphiql: config.graphiql ?? sandbox !== undefined,
      upstreamReport: config.upstreamReport ?? sandbox !== undefined,
    },
    {
      log: createLog(config.logLevel),
      demoBearerToken: sandbox?.bearerToken,
    },
  );
  const { server, metrics } = await listenFor(gateway, config).catch(async (error: unknown) => {
    await Promise.all([sandbox?.server.close(), gateway.close()]);
    throw error;
  });
  return {
    banner: createBanner({ url: server.url, metricsUrl: metrics && `${metrics.url}${METRICS_PATH}` }, behind),
    stop: async (isUrgent) => {
      gateway.drain();
      if (!isUrgent) {
        await delay(config.drainMs);
      }
      gateway.refuseAll();
      await server.close(config.shutdownMs);
      await Promise.all([metrics?.close(), gateway.close()]);
      await sandbox?.server.close();
    },
  };
}

interface Listeners {
  readonly server: Listening;
  /** Where metrics have a listener of their own. */
  readonly metrics: Listening | undefined;
}

async function listenFor(gateway: Gateway, config: Config): Promise<Listeners> {
  const server = await listen(gateway.handle, config);
  if (config.metricsPort === 0 || config.metricsPort === config.port) {
    return { server, metrics: undefined };
  }
  const address = { host: config.metricsHost, port: config.metricsPort };
  const metrics = await listen(gateway.handleMetrics, address).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  return { server, metrics };
}

/** Starts the sandbox alone on `host` and `port`; throws like {@link runServe}. */
export async function runSandbox(config: Config): Promise<Running> {
  const sandbox = await startSandbox(config, config);
  return {
    banner: createSandboxBanner(sandbox),
    stop: () => sandbox.server.close(config.shutdownMs),
  };
}

/** The sandbox as it was started. */
export type StartedSandbox = Extract<Behind, { kind: 'sandbox' }> & { readonly server: Listening };

/** Starts the sandbox at an address. @throws like {@link runServe} */
export async function startSandbox(
  config: Config,
  address: { readonly host: string; readonly port: number },
): Promise<StartedSandbox> {
  const dataset = config.sandboxData === undefined ? createDemoDataset() : readDataset(config.sandboxData);
  const sandbox = createSandbox({
    dataset,
    ...(config.authentikVersion !== undefined && { authentikVersion: config.authentikVersion }),
    latency: { requestMs: config.sandboxRequestMs, rowMs: config.sandboxRowMs },
  });
  const server = await listen(sandbox.handle, address);
  const count = (rows: readonly unknown[], noun: string) => `${rows.length.toLocaleString('en')} ${noun}`;
  const contents = [
    count(dataset.users, 'users'),
    count(dataset.groups, 'groups'),
    count(dataset.tokens, 'tokens'),
  ].join(', ');
  // Of one's own data any credential will do to begin with; it is the user's own made-up one.
  const bearerToken = dataset.tokens.find(({ intent }) => intent === 'api')?.key;
  return {
    kind: 'sandbox',
    authentikVersion: sandbox.authentikVersion,
    bearerToken,
    apiUrl: `${address.host === '127.0.0.1' ? `http://127.0.0.1:${server.port}` : server.url}/api/v3`,
    contents,
    dataFile: config.sandboxData,
    server,
  };
}
