import type { LimitFunction } from 'p-limit';
import { countRows, isSuccess, isWritten } from './answer.ts';
import type { Meter } from './budget.ts';
import { toNetworkError } from './to-error.ts';
import type { RawResponse } from './transport.ts';

/** Runs an exchange that may bring `rows` rows, within the bytes it is told. */
type MeteredExchange = (rows: number, run: (maxBytes: number) => Promise<RawResponse>) => Promise<RawResponse>;

/**
 * Creates the way every exchange of one operation goes: in turn, not begun when the operation has been given up, and
 * booked before and after.
 */
export function createMeteredExchange(signal: AbortSignal, meter: Meter, limit: LimitFunction): MeteredExchange {
  return (rows, run) =>
    limit(async () => {
      if (signal.aborted) {
        throw toNetworkError(signal.reason, true);
      }
      const maxBytes = meter.begin(rows);
      const brought = { rows: 0, bytes: 0 };
      try {
        const answer = await run(maxBytes);
        brought.rows = isSuccess(answer) || isWritten(answer) ? countRows(answer.json) : 0;
        brought.bytes = answer.bytes;
        return answer;
      } finally {
        meter.end(rows, brought);
      }
    });
}
