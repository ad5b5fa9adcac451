import pLimit from 'p-limit';
import { countRows, isSuccess } from './answer.ts';
import { type Budget, createMeter, type Usage } from './budget.ts';
import { toNetworkError } from './to-error.ts';
import { type ExchangeOptions, exchange, type RawResponse, type Upstream } from './transport.ts';

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
  /** What the operation has cost so far. */
  readonly usage: () => Usage;
  /** What the operation may still ask for. */
  readonly left: () => Pick<Budget, 'requests' | 'rows'>;
}

/** Creates the sender of one operation. */
export function createSender(upstream: Upstream, options: SenderOptions): Sender {
  const limit = pLimit(MAX_IN_FLIGHT);
  const meter = createMeter(options.budget);
  const { signal, credential } = options;
  const { gate, breaker, retrier } = upstream.guard;

  async function send(path: string, rows: number): Promise<RawResponse> {
    const maxBytes = meter.begin(rows);
    const brought = { rows: 0, bytes: 0 };
    try {
      const answer = await exchange(upstream, path, { ...options, maxBytes });
      brought.rows = isSuccess(answer) ? countRows(answer.json) : 0;
      brought.bytes = answer.bytes;
      return answer;
    } finally {
      meter.end(rows, brought);
    }
  }

  return {
    read: async (path, rows) => {
      const attempt = () => gate.run(credential.digest, signal, () => breaker.run(() => send(path, rows)));
      const mayAskAgain = () => meter.left(0).requests > 0;
      try {
        return await limit(() => retrier.run({ signal, mayAskAgain }, attempt));
      } catch (error) {
        throw toNetworkError(error, signal.aborted);
      }
    },
    usage: meter.usage,
    // What waits for its turn is as good as begun: else each batch would take all that is left for its own.
    left: () => meter.left(limit.pendingCount),
  };
}
