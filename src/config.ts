import { z } from 'zod';
import { apiUrl, origins, whole, yesOrNo } from './config-values.ts';
import { LOG_LEVELS } from './log.ts';

/**
 * Every setting: its key for the library, and from it the flag (`--upstream-timeout-ms`) and the environment variable
 * (`UPSTREAM_TIMEOUT_MS`); its default, unit (`meta.unit`) and description.
 */
export const configShape = z.strictObject({
  authentikUrl: apiUrl.optional().meta({
    unit: 'URL',
    description:
      'Where authentik is, e.g. https://authentik.company; with or without a path prefix, a trailing slash or /api/v3. Left out, the built-in sandbox stands in for it.',
  }),
  host: z
    .string()
    .min(1, 'May not be empty.')
    .default('127.0.0.1')
    .meta({ unit: 'address', description: 'The address to listen on; 0.0.0.0 for all.' }),
  port: whole(0, 65_535)
    .default(4000)
    .meta({ unit: 'TCP port', description: 'The port to listen on; 0 for any free one.' }),
  upstreamTimeoutMs: whole(1, 600_000).default(8000).meta({
    unit: 'milliseconds',
    description:
      'How long one request to authentik may take, to the last byte of its answer. Raise it where avatars come from gravatar: lists wait for them.',
  }),
  upstreamConnectTimeoutMs: whole(1, 600_000)
    .default(2000)
    .meta({ unit: 'milliseconds', description: 'How long connecting to authentik may take.' }),
  operationTimeoutMs: whole(1, 600_000)
    .default(20_000)
    .meta({ unit: 'milliseconds', description: 'How long one GraphQL operation may wait for authentik in all.' }),
  upstreamConnections: whole(1, 128).default(64).meta({
    unit: 'connections',
    description: 'How many connections to authentik there may be at a time; further requests wait.',
  }),
  maxUpstreamResponseBytes: whole(1024, 1_000_000_000)
    .default(8_000_000)
    .meta({ unit: 'bytes', description: 'How large one answer of authentik may be, unpacked.' }),
  maxUpstreamRequests: whole(1, 10_000).default(50).meta({
    unit: 'requests',
    description: 'How many requests to authentik one GraphQL operation may begin.',
  }),
  maxUpstreamRows: whole(1, 1_000_000).default(2000).meta({
    unit: 'rows',
    description: 'How many rows one GraphQL operation may get from authentik, a single object counting as one.',
  }),
  maxUpstreamBytes: whole(1024, 1_000_000_000).default(32_000_000).meta({
    unit: 'bytes',
    description: 'How many bytes one GraphQL operation may get from authentik in all, unpacked.',
  }),
  upstreamReport: yesOrNo.optional().meta({
    unit: 'true or false',
    description:
      'Whether every answer tells in extensions.upstream what it cost. Left out: yes on the sandbox, else only where a request has the header x-upstream-report: 1.',
  }),
  maxBodyBytes: whole(1024, 100_000_000)
    .default(100_000)
    .meta({ unit: 'bytes', description: 'How large the body of a GraphQL request may be.' }),
  corsOrigins: origins.default([]).meta({
    unit: 'origins, comma-separated',
    description:
      'The exact origins of web pages that may call the gateway from a browser; none by default. Credentials (cookies) are never allowed.',
  }),
  graphiql: yesOrNo.optional().meta({
    unit: 'true or false',
    description:
      'Whether a browser that opens /graphql gets GraphiQL. Left out: yes on the sandbox, no in front of a real authentik.',
  }),
  sandboxPort: whole(0, 65_535).default(0).meta({
    unit: 'TCP port',
    description: 'The loopback port of the built-in sandbox; 0 for any free one. Only without an authentik URL.',
  }),
  sandboxData: z.string().min(1).optional().meta({
    unit: 'file',
    description: 'A JSON file to load the sandbox with instead of the demo data set; its format is in docs/sandbox.md.',
  }),
  authentikVersion: z.string().min(1, 'Must be a release of authentik.').optional().meta({
    unit: 'release',
    description:
      'The release of authentik that the sandbox plays, from 2024.6.5 to 2026.8.3: 2025.12.4, or 2025.12 for the same. Left out: 2025.10.0-rc1. Only without an authentik URL.',
  }),
  sandboxRequestMs: whole(0, 600_000).default(0).meta({
    unit: 'milliseconds',
    description: 'How long the sandbox waits before it answers a request; a real authentik takes about 80.',
  }),
  sandboxRowMs: whole(0, 10_000).default(0).meta({
    unit: 'milliseconds',
    description: 'How much longer the sandbox waits for each row of its answer; a real authentik takes about 10.',
  }),
  logLevel: z
    .enum(LOG_LEVELS, `Must be one of ${LOG_LEVELS.join(', ')}.`)
    .default('info')
    .meta({ unit: LOG_LEVELS.join(', '), description: 'How much is logged on standard error, as JSON lines.' }),
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
