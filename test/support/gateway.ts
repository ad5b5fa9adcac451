import type { RequestListener } from 'node:http';
import { afterEach, expect, inject } from 'vitest';
import { type ConfigInput, parseConfig } from '../../src/config.ts';
import { createGateway, type Gateway, type GatewaySeams } from '../../src/gateway.ts';
import { createLog, type Log } from '../../src/log.ts';
import { createSandbox, parseDataset, type Sandbox, type SandboxDataset } from '../../src/sandbox/index.ts';
import { listen } from '../../src/server.ts';
import recordedDataset from '../recordings/2025.10.0-rc1/dataset.json' with { type: 'json' };
import { findUndeclared, type Sent } from './declared.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Which release of authentik is behind in this run of the tests. */
    readonly authentikVersion: string;
    /** How many random operations are compared with it behind. */
    readonly propertyRuns: number;
  }
}

/** The release of authentik that is behind unless a test says otherwise. */
export const AUTHENTIK_VERSION = inject('authentikVersion');

/** A document with the type of its answer and variables, as codegen makes it. */
interface TypedDocument<Result, Variables> {
  readonly __apiType?: (variables: Variables) => Result;
  toString(): string;
}

/** One entry of `errors[]`. */
interface ErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}

/** An answer over the wire. */
interface Answer<Result> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Result;
  readonly errors: readonly ErrorEntry[] | undefined;
  readonly extensions?: unknown;
}

/** Where authentik is said to be instead, and how long Redis may take in a process that has much to do. */
interface Elsewhere extends Pick<GatewaySeams, 'redisTimeoutMs'> {
  readonly elsewhere?: string;
}

/** A gateway that listens, in front of an upstream that does. */
export interface TestGateway extends Gateway {
  readonly url: string;
  /** The text of `/metrics`. */
  readonly metrics: () => Promise<string>;
  readonly query: <Result, Variables>(
    document: TypedDocument<Result, Variables> | string,
    options?: { readonly variables?: Variables; readonly key?: string | undefined },
  ) => Promise<Answer<Result>>;
}

const closers: (() => Promise<unknown>)[] = [];
const checks: (() => readonly string[])[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  expect(checks.splice(0).flatMap((check) => check())).toEqual([]);
});

/** Lets the test fail for what `sent` a release does not declare, once it has ended. */
export function allowDeclaredOnly(version: string, sent: () => readonly Sent[]): void {
  checks.push(() => sent().flatMap((each) => findUndeclared(version, each)));
}

/** The data set that the recordings were made on; a fresh copy each time. */
export function recordedData(): SandboxDataset {
  return parseDataset(structuredClone(recordedDataset));
}

/** Serves a handler on a free loopback port until the test ends. */
export async function serve(handle: RequestListener): Promise<string> {
  const server = await listen(handle, { host: '127.0.0.1', port: 0 });
  closers.push(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}

/**
 * Starts a gateway in front of `upstream`, a handler or the URL of a server, until the test ends; `settings` as a library's user would give them. Unless
 * they say otherwise the release is settled, so that nothing is asked but what the operation needs.
 */
export async function startGateway(
  upstream: RequestListener | string,
  settings: ConfigInput = {},
  log: Log = createLog('silent'),
  { elsewhere, ...seams }: Elsewhere = {},
): Promise<TestGateway> {
  const authentikUrl = elsewhere ?? (typeof upstream === 'string' ? upstream : await serve(upstream));
  const config = parseConfig({ authentikVersion: AUTHENTIK_VERSION, ...settings, authentikUrl });
  const gateway = createGateway({ ...config, authentikUrl: config.authentikUrl ?? '' }, { log, ...seams });
  const url = await serve(gateway.handle);
  closers.push(gateway.close);
  return {
    ...gateway,
    url,
    metrics: async () => (await fetch(`${await serve(gateway.handleMetrics)}/metrics`)).text(),
    query: (document, options) => post(`${url}/graphql`, document.toString(), options),
  };
}

/** Starts a sandbox and a gateway in front of it; default: the recorded data set. */
export async function startSandboxGateway(
  dataset: SandboxDataset = recordedData(),
  settings: ConfigInput = {},
  log?: Log,
): Promise<TestGateway & { readonly sandbox: Sandbox }> {
  const sandbox = createSandbox({ dataset, authentikVersion: AUTHENTIK_VERSION });
  if (!('authentikVersion' in settings)) {
    allowDeclaredOnly(AUTHENTIK_VERSION, () =>
      sandbox.requests.map(({ method, path }) => ({ method, target: path.replace('/api/v3', ''), body: undefined })),
    );
  }
  return { ...(await startGateway(sandbox.handle, settings, log)), sandbox };
}

/** The paths and queries a sandbox was asked, sorted, in the order of their names so that they compare. */
export function askedOf(sandbox: Sandbox): string[] {
  return sandbox.requests.map(({ path }) => decodeURIComponent(path.replace('/api/v3', ''))).sort();
}

async function post<Result>(
  endpoint: string,
  query: string,
  options: { readonly variables?: unknown; readonly key?: string | undefined } = {},
): Promise<Answer<Result>> {
  const key = 'key' in options ? options.key : 'key-admin';
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'test',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ query, variables: options.variables }),
  });
  const { data, errors, extensions } = (await response.json()) as Pick<
    Answer<Result>,
    'data' | 'errors' | 'extensions'
  >;
  return { status: response.status, headers: response.headers, data, errors, extensions };
}
