import pLimit from 'p-limit';
import type { z } from 'zod';
import {
  createBadResponseError,
  createUnauthenticatedError,
  type InputNames,
  isStarting,
  toNetworkError,
  toResponseError,
} from './to-error.ts';
import { type ExchangeOptions, exchange, type RawResponse, type Upstream } from './transport.ts';

/** Requests one operation may have in flight; authentik's two workers gain nothing from more. */
const MAX_IN_FLIGHT = 8;
const ME_PATH = '/core/users/me/';

/** Query parameters in authentik's own names; a list becomes a repeated parameter. Values must be checked already. */
export type Params = Readonly<Record<string, string | readonly string[]>>;

/** One read: where, with what, what a usable answer looks like, and what our input calls the parameters. */
interface Read<T> {
  /** Below the API root, with leading and trailing slash; keys in it already checked. */
  readonly path: string;
  readonly params?: Params;
  readonly shape: z.ZodType<T>;
  readonly names?: InputNames;
}

/** What an operation has asked of authentik so far; grows while it runs. */
interface Usage {
  requests: number;
  bytes: number;
}

/** authentik as one caller sees it during one operation. Holds the credential, so it is never shared between operations. */
export interface AuthentikClient {
  /**
   * Reads once and checks the shape of the answer.
   * @throws GatewayError `UNAUTHENTICATED` when the credential itself is bad, else by `to-error.ts`
   */
  readonly get: <T>(read: Read<T>) => Promise<T>;
  readonly usage: Readonly<Usage>;
}

/** Creates the client of one operation: at most {@link MAX_IN_FLIGHT} requests at a time, all with the same credential. */
export function createAuthentikClient(upstream: Upstream, options: ExchangeOptions): AuthentikClient {
  const limit = pLimit(MAX_IN_FLIGHT);
  const usage: Usage = { requests: 0, bytes: 0 };
  let hasSucceeded = false;
  let credentialCheck: Promise<boolean> | undefined;

  async function ask(path: string): Promise<RawResponse> {
    const response = await limit(() => {
      if (options.signal.aborted) {
        throw toNetworkError(options.signal.reason, true);
      }
      usage.requests += 1;
      return exchange(upstream, path, options);
    });
    usage.bytes += response.bytes;
    hasSucceeded ||= isSuccess(response);
    return response;
  }

  // authentik says 403 both to a bad credential and to a missing permission, in translated words: only asking who
  // one is tells them apart, and not even that is needed once something has been answered.
  async function isCredentialGood(): Promise<boolean> {
    if (hasSucceeded) {
      return true;
    }
    credentialCheck ??= ask(ME_PATH).then((response) => {
      if (isSuccess(response) || isRefusal(response)) {
        return isSuccess(response);
      }
      throw toResponseError(response);
    });
    return credentialCheck;
  }

  async function get<T>(read: Read<T>): Promise<T> {
    const response = await ask(toTarget(read.path, read.params));
    if (isSuccess(response)) {
      return parseBody(response, read.shape);
    }
    if (isRefusal(response) && (read.path === ME_PATH || !(await isCredentialGood()))) {
      throw createUnauthenticatedError();
    }
    throw toResponseError(response, read.names);
  }

  return { get, usage };
}

function toTarget(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(params)) {
    for (const value of typeof values === 'string' ? [values] : values) {
      query.append(name, value);
    }
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

function parseBody<T>(response: RawResponse, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(response.json);
  if (!parsed.success) {
    throw createBadResponseError(parsed.error);
  }
  return parsed.data;
}

function isSuccess(response: RawResponse): boolean {
  return response.status === 200 && response.json !== undefined && !isStarting(response.json);
}

function isRefusal(response: RawResponse): boolean {
  return response.status === 401 || response.status === 403;
}
