import pLimit from 'p-limit';
import { countRows } from './answer.ts';
import { type Budget, createMeter, type Usage } from './budget.ts';
import { toDigest } from './credential.ts';
import { toNetworkError } from './to-error.ts';
import {
  type ExchangeOptions,
  exchange,
  exchangeWrite,
  type RawResponse,
  type Upstream,
  type WriteMessage,
} from './transport.ts';

/** Requests one operation may have in flight; authentik's two workers gain nothing from more. */
const MAX_IN_FLIGHT = 8;

/** What an operation sends with: whose it is, and what it may cost. */
export interface SenderOptions extends Omit<ExchangeOptions, 'maxBytes'> {
  readonly budget: Budget;
}

/** Sends the requests of one operation: so many at a time, within its budget, past the guard of the process. */
export interface Sender {
  /**
   * Reads once, again only where the retrier says so; `rows` is how many rows the answer may have.
   * @throws GatewayError `UPSTREAM_BUDGET_EXCEEDED`, `SERVICE_OVERLOADED`, or for an exchange that brought no answer
   */
  readonly read: (path: string, rows: number) => Promise<RawResponse>;
  /** Reads exactly once, what is audited each time. Throws as `read` does. */
  readonly readOnce: Sender['read'];
  /**
   * Writes exactly once.
   * @throws GatewayError as `read`, and `UPSTREAM_OUTCOME_UNKNOWN` when what was sent may have been done
   */
  readonly write: (message: WriteMessage) => Promise<RawResponse>;
  /** What the operation has cost so far. */
  readonly usage: () => Usage;
  /** What the operation may still ask for. */
  readonly left: () => Pick<Budget, 'requests' | 'rows'>;
}

/** Creates the sender of one operation. */
export function createSender(upstream: Upstream, options: SenderOptions): Sender {
  const limit = pLimit(MAX_IN_FLIGHT);
  const meter = createMeter(options.budget);
  const { signal } = options;
  const caller = toDigest(options.credential);
  const { gate, breaker, retrier } = upstream.guard;

  async function metered(rows: number, run: (maxBytes: number) => Promise<RawResponse>): Promise<RawResponse> {
    const maxBytes = meter.begin(rows);
    const brought = { rows: 0, bytes: 0 };
    try {
      const answer = await run(maxBytes);
      brought.rows = countRows(answer);
      brought.bytes = answer.bytes;
      return answer;
    } finally {
      meter.end(rows, brought);
    }
  }

  const pass = (work: () => Promise<RawResponse>) => gate.run(caller, signal, () => breaker.run(work));
  const inTurn = (work: () => Promise<RawResponse>) =>
    limit(work).catch((error: unknown) => {
      throw toNetworkError(error, signal.aborted);
    });

  const ask = (path: string, rows: number) =>
    pass(() => metered(rows, (maxBytes) => exchange(upstream, path, { ...options, maxBytes })));
  const attempt = { signal, mayAskAgain: () => meter.left(0).requests > 0 };

  return {
    read: (path, rows) => inTurn(() => retrier.run(attempt, () => ask(path, rows))),
    readOnce: (path, rows) => inTurn(() => ask(path, rows)),
    write: (message) => {
      const send = () => metered(1, (maxBytes) => exchangeWrite(upstream, message, { ...options, maxBytes }));
      return inTurn(() => pass(send));
    },
    usage: meter.usage,
    // What waits for its turn is as good as begun: else each batch would take all that is left for its own.
    left: () => meter.left(limit.pendingCount),
  };
}
