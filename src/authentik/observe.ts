import { GatewayError } from '../errors.ts';
import { countRows } from './answer.ts';
import { toEndpoint } from './endpoint.ts';
import type { CallObserver } from './observer.ts';
import type { RawResponse } from './transport.ts';

/** One request as it is told of. */
interface Told {
  readonly observer: CallObserver;
  readonly method: string;
  readonly path: string;
}

/** Sends one request, and tells the observer of it and what it came to. */
export async function observe(
  { observer, method, path }: Told,
  send: (traceparent: string | undefined) => Promise<RawResponse>,
): Promise<RawResponse> {
  const { traceparent, quietly, end } = observer.begin({ method, endpoint: toEndpoint(path) });
  try {
    const answer = await quietly(() => send(traceparent));
    end({ status: answer.status, rows: countRows(answer), bytes: answer.bytes, failure: undefined });
    return answer;
  } catch (error) {
    const failure = error instanceof GatewayError ? error.code : 'INTERNAL_SERVER_ERROR';
    end({ status: undefined, rows: 0, bytes: 0, failure });
    throw error;
  }
}
