import { GatewayError } from '../errors.ts';
import { countRows } from './answer.ts';
import { toEndpoint } from './endpoint.ts';
import type { CallObserver } from './observer.ts';
import { type ExchangeOptions, exchange, type RawResponse, type Upstream } from './transport.ts';

/** What an exchange needs that is told of. */
export interface ObservedOptions extends Omit<ExchangeOptions, 'traceparent'> {
  readonly observer: CallObserver;
}

/** Asks authentik once, and tells the observer what came of it. @throws like {@link exchange} */
export async function exchangeObserved(
  upstream: Upstream,
  path: string,
  { observer, ...options }: ObservedOptions,
): Promise<RawResponse> {
  const { traceparent, end } = observer.begin(toEndpoint(path));
  try {
    const answer = await exchange(upstream, path, { ...options, traceparent });
    end({ status: answer.status, rows: countRows(answer), bytes: answer.bytes, failure: undefined });
    return answer;
  } catch (error) {
    const failure = error instanceof GatewayError ? error.code : 'INTERNAL_SERVER_ERROR';
    end({ status: undefined, rows: 0, bytes: 0, failure });
    throw error;
  }
}
