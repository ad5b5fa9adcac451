import { Agent, request } from 'undici';
import type { LoadOperation } from './operations.ts';

const agent = new Agent({ connections: 2000, pipelining: 1 });

/** What became of one request. */
export interface Outcome {
  /** The HTTP status, or the code of the socket's error: nobody answered. */
  readonly status: number | string;
  /** The codes in `errors[]`. */
  readonly codes: readonly string[];
  readonly ms: number;
}

/** Sends one operation. Never throws. */
export async function send(url: string, { key, body }: LoadOperation): Promise<Outcome> {
  const begun = performance.now();
  try {
    const response = await request(`${url}/graphql`, {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body,
    });
    const text = await response.body.text();
    const codes = [...text.matchAll(/"extensions":\{[^}]*?"code":"(\w+)"/g)].map(([, code = '']) => code);
    return { status: response.statusCode, codes, ms: performance.now() - begun };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    return { status: code, codes: [], ms: performance.now() - begun };
  }
}

/** Sends and gives up before the answer, as a person does who goes away. */
export async function sendAndLeave(url: string, { key, body }: LoadOperation, afterMs: number): Promise<void> {
  await request(`${url}/graphql`, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body,
    signal: AbortSignal.timeout(afterMs),
  })
    .then(({ body: answer }) => answer.dump())
    .catch(() => undefined);
}

/** Begins `perSecond` pieces of work a second, whether or not earlier ones have ended, and resolves when all have. */
export async function atRate(
  perSecond: number,
  seconds: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  const begun = performance.now();
  const all = new Set<Promise<void>>();
  const total = Math.round(perSecond * seconds);
  for (let index = 0; index < total; index += 1) {
    const wait = begun + (index * 1000) / perSecond - performance.now();
    if (wait > 1) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    const piece = work(index).finally(() => all.delete(piece));
    all.add(piece);
  }
  await Promise.all(all);
}

/** The value below which `share` of the sorted values lie, 0.5 being the median; `NaN` of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
