import type { RequestListener, ServerResponse } from 'node:http';
import type { ConfigInput } from '../../src/config.ts';
import { createDemoDataset } from '../../src/sandbox/index.ts';
import { aMeJson } from '../support/builders.ts';
import type { startGateway, startSandboxGateway, TestGateway } from '../support/gateway.ts';
import { answerJson } from '../support/scripted-authentik.ts';
import { KEYS, OPERATIONS, type Operation } from './operations.ts';

/** How gateways are started: from the source as it is, or from one that was changed on purpose. */
export interface Starters {
  readonly startGateway: typeof startGateway;
  readonly startSandboxGateway: typeof startSandboxGateway;
}

/** What every caller is told who is alone in the world, by caller and operation. */
export type Alone = ReadonlyMap<string, string>;

const AT_ONCE = 50;
const NOTHING = { requests: 0, rows: 0, bytes: 0, shared: 0, embedded: 0 };

/** How a gateway is set, and who is told of each answer that it has given before. */
export interface Caching {
  readonly settings?: ConfigInput;
  readonly onHit?: () => void;
}

/** Asks each operation as each caller, of a gateway of its own each time. */
export async function askAlone({ startSandboxGateway }: Starters): Promise<Alone> {
  const alone = new Map<string, string>();
  for (const key of KEYS) {
    for (const operation of OPERATIONS) {
      const gateway = await startSandboxGateway(createDemoDataset());
      const { told } = await tell(gateway, { key, operation, requestId: 'alone' });
      alone.set(toName(key, operation), told);
    }
  }
  return alone;
}

/** Asks all of it at the same time of one gateway, `count` times, and answers where a caller was told anything else. */
export async function findCrossings(
  starters: Starters,
  alone: Alone,
  count: number,
  { settings = {}, onHit = () => undefined }: Caching = {},
): Promise<string[]> {
  const patience = { upstreamQueue: 100_000, upstreamQueueMs: 600_000, operationTimeoutMs: 600_000 };
  const rates = { rateLimitPerMinute: count };
  const gateway = await starters.startSandboxGateway(createDemoDataset(), { ...patience, ...rates, ...settings });
  const crossings: string[] = [];
  const ask = async (index: number) => {
    const key = KEYS[index % KEYS.length] ?? '';
    const operation = OPERATIONS[Math.floor(index / 3) % OPERATIONS.length] ?? { query: '' };
    const { told, isHit } = await tell(gateway, { key, operation, requestId: `request-${index}` });
    const whole = alone.get(toName(key, operation)) ?? '[]';
    const expected = isHit ? JSON.stringify([...JSON.parse(whole).slice(0, 4), NOTHING]) : whole;
    if (isHit) {
      onHit();
    }
    if (told !== expected) {
      crossings.push(`${toName(key, operation)}: ${told} instead of ${expected}`);
    }
  };
  for (let start = 0; start < count; start += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - start) }, (_, index) => ask(start + index)));
  }
  return crossings;
}

/** Has one caller fill all places to wait that it may have, and answers whom else that keeps out. */
export async function findCrossingsAtTheGate({ startGateway }: Starters): Promise<string[]> {
  const held: ServerResponse[] = [];
  let isOpen = false;
  const authentik: RequestListener = (_request, response) => {
    if (isOpen) {
      answerJson(response, aMeJson());
    } else {
      held.push(response);
    }
  };
  const settings = { upstreamConnections: 1, upstreamQueue: 4, upstreamQueueMs: 600_000 };
  const gateway = await startGateway(authentik, settings);
  let refused = 0;
  const send = async (key: string) => {
    const { status } = await gateway.query('{ viewer { username } }', { key });
    refused += status === 200 ? 0 : 1;
    return status;
  };
  const greedy = Array.from({ length: 10 }, () => send('greedy'));
  while (refused < 7) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const modest = ['modest', 'other'].map(send);
  // By the time that this one has been refused, those have been too, or wait.
  await send('greedy');
  isOpen = true;
  for (const response of held) {
    answerJson(response, aMeJson());
  }
  await Promise.all(greedy);
  const statuses = await Promise.all(modest);
  return statuses.filter((status) => status !== 200).map((status) => `kept out with ${status}`);
}

/** Has one caller ask more than it may, and answers whom else that keeps out. */
export async function findCrossingsOfRates({ startGateway }: Starters): Promise<string[]> {
  const gateway = await startGateway((_request, response) => answerJson(response, aMeJson()), {
    rateLimitPerMinute: 2,
  });
  const statuses: number[] = [];
  for (const key of ['a', 'a', 'a', 'b', 'c']) {
    statuses.push((await gateway.query('{ viewer { username } }', { key })).status);
  }
  return `${statuses}` === '200,200,429,200,200' ? [] : [`expected one refusal, but got: ${statuses}`];
}

interface Asked {
  readonly key: string;
  readonly operation: Operation;
  readonly requestId: string;
}

/** All that an answer says: data, errors in any order, and the receipt but for its time. */
async function tell(
  { url }: TestGateway,
  { key, operation, requestId }: Asked,
): Promise<{ readonly told: string; readonly isHit: boolean }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      'x-request-id': requestId,
      'x-upstream-report': '1',
    },
    body: JSON.stringify(operation),
  });
  const text = (await response.text()).replaceAll(`"requestId":"${requestId}"`, '"requestId":"own"');
  const { data, errors, extensions } = JSON.parse(text);
  const { milliseconds: _, ...all } = extensions?.upstream ?? {};
  // Whether it must be asked who the caller is depends on what authentik happens to answer first.
  const receipt = text.includes('"FORBIDDEN"') ? {} : all;
  const failed = (errors ?? []).map((error: unknown) => JSON.stringify(error)).sort();
  const isOwn = response.headers.get('x-request-id') === requestId;
  return {
    told: JSON.stringify([response.status, isOwn, data, failed, receipt]),
    isHit: response.headers.get('cache-status')?.includes('; hit') ?? false,
  };
}

function toName(key: string, operation: Operation): string {
  return `${key} ${JSON.stringify(operation)}`;
}
