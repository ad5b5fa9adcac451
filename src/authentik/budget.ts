import { GatewayError } from '../errors.ts';

/** What one operation may cost upstream. */
export interface Budget {
  /** Requests, `/core/users/me/` included. */
  readonly requests: number;
  /** Rows of lists, single objects counting as one each. */
  readonly rows: number;
  /** Bytes of answers, unpacked. */
  readonly bytes: number;
}

/** What an operation has cost so far. */
export interface Usage {
  readonly requests: number;
  readonly rows: number;
  readonly bytes: number;
  /** Milliseconds since the operation's first request was begun; 0 before. */
  readonly milliseconds: number;
}

/** Keeps an operation within its budget. */
export interface Meter {
  /**
   * Books a request that may answer `rows` rows, before it is sent; answers how many bytes it may bring.
   * @throws GatewayError `UPSTREAM_BUDGET_EXCEEDED` when it would cost more than is left
   */
  readonly begin: (rows: number) => number;
  /** Books what a request brought, in place of what was booked for it. */
  readonly end: (booked: number, brought: { readonly rows: number; readonly bytes: number }) => void;
  readonly usage: () => Usage;
  /** What may still be begun, beside `waiting` requests that will be. */
  readonly left: (waiting: number) => Pick<Budget, 'requests' | 'rows'>;
}

/** The error for an operation that would cost more than it may. */
export function createBudgetError(): GatewayError {
  return new GatewayError(
    'UPSTREAM_BUDGET_EXCEEDED',
    'The operation would ask more of authentik than one operation may; select less, or ask in parts.',
  );
}

/** Creates the meter of one operation. */
export function createMeter(budget: Budget): Meter {
  let requests = 0;
  let rows = 0;
  let bytes = 0;
  let startedAt: number | undefined;
  return {
    begin: (mayBring) => {
      if (requests + 1 > budget.requests || rows + mayBring > budget.rows || bytes >= budget.bytes) {
        throw createBudgetError();
      }
      requests += 1;
      rows += mayBring;
      startedAt ??= performance.now();
      return budget.bytes - bytes;
    },
    end: (booked, brought) => {
      rows += brought.rows - booked;
      bytes += brought.bytes;
    },
    left: (waiting) => ({ requests: budget.requests - requests - waiting, rows: budget.rows - rows - waiting }),
    usage: () => ({
      requests,
      rows,
      bytes,
      milliseconds: startedAt === undefined ? 0 : Math.round(performance.now() - startedAt),
    }),
  };
}
