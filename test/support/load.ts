import { Agent, request } from 'undici';

/** What became of one request: status and code of an answer, or the code of a socket's error. */
export type Outcome = string;

/** Callers that ask one after the other until they are stopped, each on a connection of its own that it keeps. */
export interface Load {
  readonly outcomes: readonly Outcome[];
  /** Resolves once `count` more requests have been answered. */
  readonly untilMore: (count: number) => Promise<void>;
  /** Lets requests that were sent come to their end. */
  readonly stop: () => Promise<void>;
}

/** Starts `callers` callers of the gateway at `url`. Whoever is refused a connection stops. */
export function startLoad(url: string, callers: number): Load {
  const outcomes: Outcome[] = [];
  const waiting = new Set<() => void>();
  let isStopping = false;
  const call = async () => {
    const dispatcher = new Agent({ connections: 1, pipelining: 1 });
    while (!isStopping && outcomes.at(-1) !== 'ECONNREFUSED') {
      outcomes.push(await askOnce(url, dispatcher));
      for (const check of waiting) {
        check();
      }
    }
    await dispatcher.destroy();
  };
  const all = Promise.all(Array.from({ length: callers }, call));
  return {
    outcomes,
    untilMore: (count) => {
      const wanted = outcomes.length + count;
      return new Promise((resolve) => {
        const check = () => {
          if (outcomes.length >= wanted) {
            waiting.delete(check);
            resolve();
          }
        };
        waiting.add(check);
      });
    },
    stop: async () => {
      isStopping = true;
      await all;
    },
  };
}

/** Asks who one is, once. */
export async function askOnce(url: string, dispatcher?: Agent): Promise<Outcome> {
  try {
    const { statusCode, body } = await request(`${url}/graphql`, {
      method: 'POST',
      ...(dispatcher && { dispatcher }),
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-own' },
      body: '{"query":"{ viewer { username } }"}',
    });
    const [, code] = /"code":"(\w+)"/.exec(await body.text()) ?? [];
    return code === undefined ? String(statusCode) : `${statusCode} ${code}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  }
}

/** How often each outcome occurs. */
export function countsOf(outcomes: readonly Outcome[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = {};
  for (const outcome of outcomes) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
