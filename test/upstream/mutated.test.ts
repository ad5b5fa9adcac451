import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OPERATIONS } from '../isolation/operations.ts';
import { startGateway } from '../support/gateway.ts';
import { type Exchange, readRecording } from '../support/recordings.ts';
import { type Mutation, mutations, type WireAnswer } from './mutations.ts';

const RUNS = Number(process.env.PROPERTY_RUNS ?? 300);
// Long enough for a busy machine; only what hangs takes it.
const PATIENCE_MS = 20_000;
const CODES = [
  ...['BAD_USER_INPUT', 'FORBIDDEN', 'NOT_FOUND', 'UNAUTHENTICATED', 'RATE_LIMITED', 'CONFLICT'],
  ...[
    'UPSTREAM_BUDGET_EXCEEDED',
    'UPSTREAM_UNSUPPORTED',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_BAD_RESPONSE',
    'GATEWAY_TIMEOUT',
  ],
];

const recorded = readRecording('2025.10.0-rc1', 'reads') as readonly Exchange[];

/** What authentik answered the administrator at a path, else at one like it: the same resource, a list or a single object. */
function answerOf(url: string): WireAnswer {
  const { pathname } = new URL(url.replace('/api/v3', ''), 'http://a');
  const good = recorded.filter(
    ({ request, response }) => request.key === 'key-admin' && request.method === 'GET' && response.status === 200,
  );
  const path = (exchange: Exchange) => exchange.request.path.split('?')[0] ?? '';
  const kindOf = (text: string) => text.replace(/(?<=^\/core\/\w+\/)(?!me\/|paths\/)[^/]+(?=\/)/, '*');
  const exchange =
    good.find((each) => path(each) === pathname) ?? good.find((each) => kindOf(path(each)) === kindOf(pathname));
  return {
    status: exchange?.response.status ?? 404,
    type: 'application/json; charset=utf-8',
    body: Buffer.from(JSON.stringify(exchange?.response.body ?? { detail: 'Not found.' })),
  };
}

it(
  'whatever authentik’s answers have become on the way, there is an answer, with known codes',
  async () => {
    let changes: readonly Mutation[] = [];
    let asked = 0;
    const authentik: RequestListener = (request, response) => {
      asked += 1;
      const answer = changes.reduce((before, change) => change(before), answerOf(request.url ?? ''));
      response.writeHead(answer.status, answer.type === '' ? {} : { 'content-type': answer.type }).end(answer.body);
    };
    const gateway = await startGateway(authentik, { breakerFailures: 10_000, upstreamRetries: 0 });
    const seen = new Map<string, number>();

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...OPERATIONS), mutations, async ({ query, variables }, drawn) => {
        changes = drawn;
        const {
          status,
          data,
          errors = [],
        } = await Promise.race([
          gateway.query<object, object>(query, { variables: variables ?? {} }),
          new Promise<never>((_resolve, reject) => {
            setTimeout(() => reject(new Error('it hangs')), PATIENCE_MS).unref();
          }),
        ]);
        expect([status, typeof data]).toEqual([200, 'object']);
        for (const { message, extensions } of errors) {
          expect(CODES).toContain(extensions.code);
          expect([message.trim() !== '', message.length <= 501]).toEqual([true, true]);
          expect(JSON.stringify([message, extensions])).not.toMatch(/127\.0\.0\.1|api\/v3|Error:|TypeError|\.ts/);
        }
        const name = errors[0]?.extensions.code ?? 'data';
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }),
      {
        numRuns: RUNS,
        ...(process.env.PROPERTY_SEED ? { seed: Number(process.env.PROPERTY_SEED) } : {}),
        ...(process.env.PROPERTY_PATH ? { path: process.env.PROPERTY_PATH } : {}),
      },
    );

    expect(asked).toBeGreaterThan(RUNS);
    // Some changes do no harm, most do.
    expect([...seen.keys()]).toEqual(expect.arrayContaining(['data', 'UPSTREAM_BAD_RESPONSE', 'UPSTREAM_UNAVAILABLE']));
  },
  RUNS * 1000,
);
