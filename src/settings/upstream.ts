import { apiUrl, pemFile, releaseVersion, whole, yesOrNo } from '../config-values.ts';

/** Settings about authentik and the way there. */
export const upstreamSettings = {
  authentikUrl: apiUrl.optional().meta({
    unit: 'URL',
    description:
      'Where authentik is, e.g. https://authentik.company; with or without a path prefix, a trailing slash or /api/v3. Left out, the built-in sandbox stands in for it.',
  }),
  authentikVersion: releaseVersion.optional().meta({
    unit: 'version',
    description:
      'Which authentik is behind, e.g. 2025.10.1, for what releases differ in. Left out, authentik is asked, at most every ten minutes, with the credential of some caller. Without an authentik URL: the release that the sandbox plays, 2025.10.0-rc1 when left out.',
  }),
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
  upstreamQueue: whole(0, 100_000).default(128).meta({
    unit: 'requests',
    description:
      'How many requests to authentik may wait for a free connection, of one caller at most half of them; more are refused at once with SERVICE_OVERLOADED.',
  }),
  upstreamQueueMs: whole(1, 600_000)
    .default(1000)
    .meta({ unit: 'milliseconds', description: 'How long a request to authentik may wait for a free connection.' }),
  upstreamRetries: whole(0, 10).default(2).meta({
    unit: 'repetitions',
    description: 'How often one read may be repeated that failed before authentik could answer. Writes never are.',
  }),
  upstreamRetryPercent: whole(0, 100).default(20).meta({
    unit: 'percent',
    description: 'How many repetitions there may be in all, for each hundred reads.',
  }),
  breakerFailures: whole(1, 10_000).default(8).meta({
    unit: 'outages in a row',
    description: 'After how many outages in a row nothing is sent to authentik any more.',
  }),
  breakerOpenMs: whole(1, 600_000).default(1000).meta({
    unit: 'milliseconds',
    description: 'How long nothing is sent then, until one request is let through to see.',
  }),
  upstreamCaFile: pemFile.optional().meta({
    unit: 'file',
    description:
      'Certificates (PEM) of authorities to trust for authentik, beside the well-known ones: for authentik’s own self-signed certificate, or a company’s authority.',
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
  upstreamTraceContext: yesOrNo.default(false).meta({
    unit: 'true or false',
    description:
      'Whether authentik is sent the traceparent (W3C Trace Context) of each request; only where the process has an OpenTelemetry SDK.',
  }),
};
