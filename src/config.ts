import { z } from 'zod';
import { federationSettings } from './settings/federation.ts';
import { documentSettings, listenerSettings } from './settings/limits.ts';
import { sandboxSettings } from './settings/sandbox.ts';
import { serverSettings } from './settings/server.ts';
import { upstreamSettings } from './settings/upstream.ts';

/**
 * Every setting: its key for the library, and from it the flag (`--upstream-timeout-ms`) and the environment variable
 * (`UPSTREAM_TIMEOUT_MS`); its default, unit (`meta.unit`) and description.
 */
export const configShape = z.strictObject({
  ...upstreamSettings,
  ...serverSettings,
  ...documentSettings,
  ...listenerSettings,
  ...federationSettings,
  ...sandboxSettings,
});

/** All settings, checked and with defaults. `authentikUrl` is authentik's API root without trailing slash. */
export type Config = z.output<typeof configShape>;

/** Settings as they come: strings from the environment and flags, or already of their type from a library's user. */
export type ConfigInput = Readonly<Record<string, unknown>>;

/** All that is wrong with a configuration, one line a problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Checks settings and fills in defaults.
 * @throws ConfigError with every problem at once
 */
export function parseConfig(input: ConfigInput): Config {
  const parsed = configShape.safeParse(input);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) =>
        issue.code === 'unrecognized_keys'
          ? `${issue.keys.join(', ')}: There is no such setting.`
          : `${String(issue.path[0])}: ${issue.message}`,
      ),
    );
  }
  return parsed.data;
}
