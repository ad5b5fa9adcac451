import { fileURLToPath } from 'node:url';
import { type CliRun, runCli } from './cli.ts';

const FAIL_ON_SIGNAL = new URL('../lifecycle/fail-on-signal.mjs', import.meta.url);

/** A gateway as a process of its own. */
export interface GatewayProcess extends CliRun {
  /** Without trailing slash. */
  readonly url: string;
}

/** Starts the gateway in front of `authentikUrl` on a free port, until the test ends. SIGUSR2 makes it fail. */
export async function startGatewayProcess(
  authentikUrl: string,
  environment: Record<string, string> = {},
): Promise<GatewayProcess> {
  const run = runCli([], {
    AUTHENTIK_URL: authentikUrl,
    AUTHENTIK_VERSION: '2025.10.0',
    PORT: '0',
    NODE_OPTIONS: `--import ${fileURLToPath(FAIL_ON_SIGNAL)}`,
    ...environment,
  });
  const [, port = ''] = /http:\/\/localhost:(\d+)\/graphql/.exec(await run.until('curl')) ?? [];
  return { ...run, url: `http://127.0.0.1:${port}` };
}
