import { Agent, type Dispatcher, request } from 'undici';
import type { SandboxRequest } from '../src/sandbox/index.ts';
import { toMilliseconds, WORKERS } from './cost-model.ts';
import { createVirtualClock, type Job } from './virtual-clock.ts';

/** What an approach asked of authentik, and how long that would have taken by the cost model. */
export interface Cost {
  readonly requests: number;
  readonly rows: number;
  /** Bytes of all answers, not compressed. */
  readonly bytes: number;
  /** Milliseconds from the first request to the last answer, modelled; never measured. */
  readonly milliseconds: number;
}

/** A run under measurement: its result, its price, what it asked and every body it was answered. */
export interface Measured<Result> {
  readonly result: Result;
  readonly cost: Cost;
  readonly asked: readonly SandboxRequest[];
  readonly bodies: readonly string[];
}

/** An authentik on a clock of its own. */
export interface VirtualUpstream {
  /** The only way to it, for undici's `request` and `fetch`. */
  readonly dispatcher: Dispatcher;
  /** Runs something, alone, with the clock at zero. */
  readonly measure: <Result>(run: () => Promise<Result>) => Promise<Measured<Result>>;
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * Puts two workers and a virtual clock in front of a sandbox: requests queue in the order in which they are begun, each takes
 * what the cost model says, and a client goes on only when an answer's time has come. So the waves of requests are those
 * that would occur, and nothing depends on this machine. `log` is the sandbox's own, which tells rows and bytes.
 */
export function createVirtualUpstream(log: SandboxRequest[]): VirtualUpstream {
  const agent = new Agent({ connections: 1 });
  const clock = createVirtualClock(WORKERS);
  const bodies: string[] = [];

  function toJob(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): Job {
    let answer: Answer | undefined;
    return {
      start: async (isAlone) => {
        answer = await ask(agent, options);
        bodies.push(answer.body);
        const entry = log.at(-1);
        if (!entry) {
          throw new TypeError('expected an entry in the log of the sandbox, but got none');
        }
        return toMilliseconds(entry, isAlone);
      },
      end: () => answer && deliver(answer, handler),
    };
  }

  return {
    dispatcher: agent.compose(() => (options, handler) => {
      clock.submit(toJob(options, handler));
      return true;
    }),
    measure: async (run) => {
      log.length = 0;
      bodies.length = 0;
      clock.reset();
      const result = await run();
      await clock.whenIdle();
      return { result, cost: toCost(log, clock.now()), asked: [...log], bodies: [...bodies] };
    },
    close: () => agent.close(),
  };
}

// Without "accept-encoding", so that bytes are those of the answer and not of one release of zlib.
async function ask(agent: Agent, { origin, path, headers }: Dispatcher.DispatchOptions): Promise<Answer> {
  const given = new Map(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const response = await request(`${origin}${path}`, {
    dispatcher: agent,
    headers: { authorization: given.get('authorization') ?? '', accept: 'application/json', 'accept-language': 'en' },
  });
  const type = String(response.headers['content-type']);
  return { status: response.statusCode, type, body: await response.body.text() };
}

function deliver({ status, type, body }: Answer, handler: Dispatcher.DispatchHandler): void {
  const controller: Dispatcher.DispatchController = {
    aborted: false,
    paused: false,
    reason: null,
    abort: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
  };
  handler.onRequestStart?.(controller, {});
  handler.onResponseStart?.(controller, status, { 'content-type': type });
  handler.onResponseData?.(controller, Buffer.from(body));
  handler.onResponseEnd?.(controller, {});
}

function toCost(log: readonly SandboxRequest[], milliseconds: number): Cost {
  const sum = (read: (entry: SandboxRequest) => number) => log.reduce((total, entry) => total + read(entry), 0);
  return {
    requests: log.length,
    rows: sum((entry) => entry.rows),
    bytes: sum((entry) => entry.bytes),
    milliseconds: Math.round(milliseconds),
  };
}
