import type { z } from 'zod';
import type { GatewayError } from '../errors.ts';
import { isSuccess } from './answer.ts';
import type { Budget, Usage } from './budget.ts';
import { createSender, type SenderOptions } from './sender.ts';
import { createBadResponseError, createUnauthenticatedError, type InputNames, toResponseError } from './to-error.ts';
import type { RawResponse, Upstream } from './transport.ts';

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

/** authentik as one caller sees it during one operation. Holds the credential, so it is never shared between operations. */
export interface AuthentikClient {
  /**
   * Reads once and checks the shape of the answer.
   * @throws GatewayError `UNAUTHENTICATED` when the credential itself is bad, else by `to-error.ts`
   */
  readonly get: <T>(read: Read<T>) => Promise<T>;
  /** What the operation has cost so far. */
  readonly usage: () => Usage;
  /** What the operation may still ask for, beside what already waits for its turn. */
  readonly left: () => Pick<Budget, 'requests' | 'rows'>;
}

/** Creates the client of one operation: all its requests go with the same credential. */
export function createAuthentikClient(upstream: Upstream, options: SenderOptions): AuthentikClient {
  const { read, usage, left } = createSender(upstream, options);
  let hasSucceeded = false;
  let me: Promise<RawResponse> | undefined;

  async function ask(path: string, rows = 1): Promise<RawResponse> {
    const response = await read(path, rows);
    hasSucceeded ||= isSuccess(response);
    return response;
  }

  // Asked at most once, for whoever wants to know who the caller is.
  function askMe(): Promise<RawResponse> {
    me ??= ask(ME_PATH);
    return me;
  }

  // authentik says 403 both to a bad credential and to a missing permission, in translated words: only asking who
  // one is tells them apart, and not even that is needed once something has been answered.
  async function isCredentialGood(): Promise<boolean> {
    if (hasSucceeded) {
      return true;
    }
    const response = await askMe();
    if (isSuccess(response) || isRefusal(response)) {
      return isSuccess(response);
    }
    throw toMeError(response);
  }

  async function get<T>(wanted: Read<T>): Promise<T> {
    const isMe = wanted.path === ME_PATH;
    const response = await (isMe
      ? askMe()
      : ask(toTarget(wanted.path, wanted.params), Number(wanted.params?.page_size ?? 1)));
    if (isSuccess(response)) {
      return parseBody(response, wanted.shape);
    }
    if (isRefusal(response) && (isMe || !(await isCredentialGood()))) {
      throw createUnauthenticatedError();
    }
    throw isMe ? toMeError(response) : toResponseError(response, wanted.names);
  }

  return { get, usage, left };
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

// Whoever asks who they are is told or refused; another answer to that comes from something that is not authentik.
function toMeError(response: RawResponse): GatewayError {
  const error = toResponseError(response);
  return error.code === 'NOT_FOUND' || error.code === 'BAD_USER_INPUT' ? createBadResponseError(error) : error;
}

function isRefusal(response: RawResponse): boolean {
  return response.status === 401 || response.status === 403;
}
