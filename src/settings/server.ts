import { z } from 'zod';
import { origins, redisUrl, whole, yesOrNo } from '../config-values.ts';
import { LOG_LEVELS } from '../log.ts';

/** Settings about the callers of the gateway. */
export const serverSettings = {
  host: z
    .string()
    .min(1, 'May not be empty.')
    .default('127.0.0.1')
    .meta({ unit: 'address', description: 'The address to listen on; 0.0.0.0 for all.' }),
  port: whole(0, 65_535)
    .default(4000)
    .meta({ unit: 'TCP port', description: 'The port to listen on; 0 for any free one.' }),
  upstreamReport: yesOrNo.optional().meta({
    unit: 'true or false',
    description:
      'Whether every answer tells in extensions.upstream what it cost. Left out: yes on the sandbox, else only where a request has the header x-upstream-report: 1.',
  }),
  maxBodyBytes: whole(1024, 100_000_000)
    .default(100_000)
    .meta({ unit: 'bytes', description: 'How large the body of a GraphQL request may be.' }),
  rateLimitPerMinute: whole(0, 1_000_000).default(0).meta({
    unit: 'GraphQL requests',
    description:
      'How many GraphQL requests one credential may send a minute; 0 for any number. More are refused with RATE_LIMITED.',
  }),
  responseCacheMs: whole(0, 300_000).default(0).meta({
    unit: 'milliseconds',
    description:
      'How long the answer to a query may be given again to the same credential without asking authentik; 0 for never. That long a revoked token or a right withdrawn in authentik may go unnoticed.',
  }),
  responseCacheBytes: whole(1024, 10_000_000_000).default(50_000_000).meta({
    unit: 'bytes',
    description: 'How much of the process’s memory those answers may take. In Redis they count for nothing here.',
  }),
  redisUrl: redisUrl.optional().meta({
    unit: 'URL',
    description:
      'A Redis in which replicas keep count of rate limits together and share the answers they keep, e.g. redis://redis:6379/0.',
  }),
  corsOrigins: origins.default([]).meta({
    unit: 'origins, comma-separated',
    description:
      'The exact origins of web pages that may call the gateway from a browser; none by default. Credentials (cookies) are never allowed.',
  }),
  corsMaxAgeSeconds: whole(0, 86_400).default(7200).meta({
    unit: 'seconds',
    description:
      'How long a browser may remember what a page of those origins may send; browsers have bounds of their own.',
  }),
  drainMs: whole(0, 600_000).default(5000).meta({
    unit: 'milliseconds',
    description:
      'How long requests are still accepted after SIGTERM, while readiness already says no: as long as balancers take to notice.',
  }),
  shutdownMs: whole(0, 600_000).default(20_000).meta({
    unit: 'milliseconds',
    description: 'How long accepted requests may take to finish after that.',
  }),
  graphiql: yesOrNo.optional().meta({
    unit: 'true or false',
    description:
      'Whether a browser that opens /graphql gets GraphiQL. Left out: yes on the sandbox, no in front of a real authentik.',
  }),
  logLevel: z
    .enum(LOG_LEVELS, `Must be one of ${LOG_LEVELS.join(', ')}.`)
    .default('info')
    .meta({ unit: LOG_LEVELS.join(', '), description: 'How much is logged on standard error, as JSON lines.' }),
  metricsPort: whole(0, 65_535).default(0).meta({
    unit: 'TCP port',
    description:
      'Where /metrics is served for Prometheus; 0 for nowhere. The same as port: beside /graphql, for all who can reach that.',
  }),
  metricsHost: z
    .string()
    .min(1, 'May not be empty.')
    .default('127.0.0.1')
    .meta({ unit: 'address', description: 'The address to serve metrics on; 0.0.0.0 for all.' }),
};
