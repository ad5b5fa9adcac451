import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { createLog } from '../../src/log.ts';
import { createSandbox, parseDataset } from '../../src/sandbox/index.ts';
import { listen } from '../../src/server.ts';
import recordedDataset from '../recordings/2025.10.0-rc1/dataset.json' with { type: 'json' };
import { readAnswers, sendBytes, toPost } from '../support/raw.ts';
import { brokenRequests, documents, jsonTexts } from './hostile.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 300);
// Long enough for a busy machine; only what hangs takes it.
const PATIENCE_MS = 20_000;
const SAFE_STATUSES = [200, 400, 401, 404, 405, 406, 408, 413, 415, 417, 431];

let url: string;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const sandbox = await listen(createSandbox({ dataset: parseDataset(structuredClone(recordedDataset)) }).handle, {
    host: '127.0.0.1',
    port: 0,
  });
  const config = parseConfig({ authentikUrl: `http://127.0.0.1:${sandbox.port}`, authentikVersion: '2025.10.0-rc1' });
  const gateway = createGateway({ ...config, authentikUrl: config.authentikUrl ?? '' }, { log: createLog('silent') });
  // What never arrives in full is cut off within a second.
  const server = await listen(gateway.handle, {
    host: '127.0.0.1',
    port: 0,
    requestTimeoutMs: 100,
    keepAliveTimeoutMs: 100,
  });
  url = `http://127.0.0.1:${server.port}`;
  closers.push(
    () => server.close(),
    gateway.close,
    () => sandbox.close(),
  );
});

afterAll(async () => {
  for (const close of closers) {
    await close();
  }
});

/** Sends bytes and answers the statuses that came back; throws for whatever may never happen. */
async function statusesOf(bytes: Uint8Array): Promise<number[]> {
  let timer: NodeJS.Timeout | undefined;
  const text = await Promise.race([
    sendBytes(url, bytes),
    new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('it hangs')), PATIENCE_MS);
    }),
  ]).finally(() => clearTimeout(timer));
  const answers = readAnswers(text);
  for (const { status, body } of answers) {
    if (status === 100) {
      continue;
    }
    expect(SAFE_STATUSES).toContain(status);
    const { errors } = body === '' ? {} : JSON.parse(body);
    for (const { message, extensions } of errors ?? []) {
      expect([message.length > 0 && message.length <= 501, extensions]).toEqual([
        true,
        expect.objectContaining({
          code: expect.stringMatching(/^(?!INTERNAL)[A-Z_]+$/),
          requestId: expect.any(String),
        }),
      ]);
    }
  }
  return answers.map(({ status }) => status);
}

async function check<Value>(
  values: fc.Arbitrary<Value>,
  toBytes: (value: Value) => Uint8Array,
): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  const { PROPERTY_SEED: seed, PROPERTY_PATH: path } = process.env;
  const property = fc.asyncProperty(values, async (value) => {
    const statuses = await statusesOf(toBytes(value));
    expect(statuses.length).toBeGreaterThan(0);
    for (const status of statuses) {
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  });
  const run = await fc.check(property, {
    numRuns: RUNS,
    ...(seed ? { seed: Number(seed) } : {}),
    ...(path ? { path } : {}),
  });
  if (run.failed) {
    throw new Error(
      `PROPERTY_SEED=${run.seed} PROPERTY_PATH=${run.counterexamplePath}\n${JSON.stringify(run.counterexample)}\n${String(run.errorInstance)}`,
    );
  }
  // The gateway is still there for everybody else.
  expect(await statusesOf(toPost('{"query":"{ viewer { pk } }"}'))).toEqual([200]);
  return counts;
}

describe('whatever is sent', () => {
  it(
    'as a document, there is an answer, and none of 500',
    async () => {
      const counts = await check(documents, (query) =>
        toPost(JSON.stringify({ query }), ['Accept: application/graphql-response+json']),
      );

      // Some are good, most are not.
      expect(Math.min(counts.get(200) ?? 0, counts.get(400) ?? 0)).toBeGreaterThan(0);
    },
    RUNS * 1000,
  );

  it(
    'as variables, there is an answer, and none of 500',
    async () => {
      const query = `query ($where: AuthentikUserWhere, $first: Int, $ids: [ID!] = ["4"], $path: [String!] = ["a"]) {
      users(where: $where, first: $first) { totalCount }
      usersById(ids: $ids) { attribute(path: $path) }
    }`;
      const counts = await check(jsonTexts, (variables) =>
        toPost(`{"query":${JSON.stringify(query)},"variables":${variables}}`),
      );

      expect(counts.get(200)).toBeGreaterThan(0);
    },
    RUNS * 1000,
  );

  it(
    'as bytes, there is an answer, and none of 500',
    async () => {
      const counts = await check(brokenRequests, (bytes) => bytes);

      expect(counts.get(400)).toBeGreaterThan(0);
    },
    RUNS * 1500,
  );
});
