import { GatewayError } from '../errors.ts';
import { createTurns } from './turns.ts';

/** How much may be under way to authentik at a time, and how much may wait for it. */
export interface GateOptions {
  /** Requests at a time, of all callers. */
  readonly slots: number;
  /** Requests that may wait for a slot, of all callers; one caller's are at most half of them. */
  readonly queue: number;
  /** Milliseconds a request may wait. */
  readonly waitMs: number;
}

/** Lets in so many at a time and sheds what would wait too long or be too many. One per process. */
export interface Gate {
  /**
   * Does `work` when there is a slot. Callers that wait take turns, whoever of them asks for more.
   * @throws GatewayError `SERVICE_OVERLOADED` when it is shed; the signal's reason when that aborts while waiting;
   *   then `work` has not begun
   */
  readonly run: <T>(caller: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;
  readonly load: () => GateLoad;
}

/** What is under way through a gate, and what it has refused since the process began. */
interface GateLoad {
  readonly running: number;
  readonly waiting: number;
  /** Requests for which there was no place to wait. */
  readonly shedAtOnce: number;
  /** Requests that waited in vain. */
  readonly shedLate: number;
}

/** Creates a gate. */
export function createGate({ slots, queue, waitMs }: GateOptions): Gate {
  const turns = createTurns<() => void>();
  let running = 0;
  let shedAtOnce = 0;
  let shedLate = 0;

  function wait(caller: string, signal: AbortSignal): Promise<void> {
    if (turns.size() >= queue || turns.sizeOf(caller) >= queue / 2) {
      shedAtOnce += 1;
      throw createOverloadError();
    }
    return new Promise((resolve, reject) => {
      const leave = (end: () => void) => () => {
        turns.remove(caller, enter);
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        end();
      };
      const enter = leave(resolve);
      const giveUp = leave(() => reject(signal.reason));
      const shed = leave(() => {
        shedLate += 1;
        reject(createOverloadError());
      });
      const timer = setTimeout(shed, waitMs);
      signal.addEventListener('abort', giveUp, { once: true });
      turns.add(caller, enter);
    });
  }

  async function run<T>(caller: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (running < slots) {
      running += 1;
    } else {
      await wait(caller, signal);
    }
    try {
      return await work();
    } finally {
      // Whoever comes next has this slot; `running` stays.
      const enter = turns.next();
      running -= enter ? 0 : 1;
      enter?.();
    }
  }

  return { run, load: () => ({ running, waiting: turns.size(), shedAtOnce, shedLate }) };
}

function createOverloadError(): GatewayError {
  return new GatewayError('SERVICE_OVERLOADED', 'Too much is under way to authentik; try again in a second.', {
    retryAfterSeconds: 1,
  });
}
