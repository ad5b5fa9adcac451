import pLimit from 'p-limit';
import type { z } from 'zod';
import { isRefusal, isSuccess, isWritten, parseBody, toMeError, toTarget } from './answer.ts';
import { type Budget, createMeter, type Usage } from './budget.ts';
import { createCaller, ME_PATH } from './caller.ts';
import { createMeteredExchange } from './metered-exchange.ts';
import { createUnauthenticatedError, createUnknownOutcomeError, toResponseError, toWriteError } from './to-error.ts';
import {
  type ExchangeOptions,
  exchange,
  exchangeWrite,
  type RawResponse,
  type Upstream,
  type WriteMessage,
} from './transport.ts';
import type { InputNames } from './validation-error.ts';
import { createWriteLock } from './write-lock.ts';

/** Requests one operation may have in flight; authentik's two workers gain nothing from more. */
const MAX_IN_FLIGHT = 8;

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

/** One write: its body's values already checked; `names` tells what our input calls them. */
interface Write<T> extends Read<T> {
  readonly method: WriteMessage['method'];
  readonly body?: Readonly<Record<string, unknown>>;
  /** Values in the body that no error may quote. */
  readonly secrets?: readonly string[];
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
  /** What the operation may still ask for. */
  readonly left: () => Pick<Budget, 'requests' | 'rows'>;
}

/** authentik as one caller changes it. Apart from {@link AuthentikClient}, so that what reads and shares cannot write. */
export interface AuthentikWriter {
  /**
   * Writes exactly once, never again, while nothing else of the operation is under way.
   * @throws GatewayError `UPSTREAM_OUTCOME_UNKNOWN` when it may have been made, `CONFLICT` for what is taken, else as `get`
   */
  readonly send: <T>(write: Write<T>) => Promise<T>;
  /** Reads what authentik audits each time: exactly once, never again. Throws as `get` does. */
  readonly view: <T>(read: Read<T>) => Promise<T>;
}

/** What a client is made for: whose operation it is, and what it may cost. */
interface ClientOptions extends Omit<ExchangeOptions, 'maxBytes'> {
  readonly budget: Budget;
}

/** Creates the client of one operation: a few requests at a time, all with the same credential. */
export function createAuthentikClient(
  upstream: Upstream,
  options: ClientOptions,
): { readonly client: AuthentikClient; readonly writer: AuthentikWriter } {
  const meter = createMeter(options.budget);
  const lock = createWriteLock();
  const metered = createMeteredExchange(options.signal, meter, pLimit(MAX_IN_FLIGHT));
  const caller = createCaller(ask);

  async function ask(path: string, rows = 1): Promise<RawResponse> {
    const response = await lock.read(() =>
      metered(rows, (maxBytes) => exchange(upstream, path, { ...options, maxBytes })),
    );
    if (isSuccess(response)) {
      caller.noteSuccess();
    }
    return response;
  }

  async function readOnce<T>(read: Read<T>): Promise<T> {
    const isMe = read.path === ME_PATH;
    const response = await (isMe
      ? caller.askMe()
      : ask(toTarget(read.path, read.params), Number(read.params?.page_size ?? 1)));
    if (isSuccess(response)) {
      return parseBody(response, read.shape);
    }
    if (isRefusal(response) && (isMe || !(await caller.isCredentialGood()))) {
      throw createUnauthenticatedError();
    }
    throw isMe ? toMeError(response) : toResponseError(response, read.names);
  }

  async function send<T>({ method, path, params, body, shape, names = {}, secrets = [] }: Write<T>): Promise<T> {
    const message = { method, path: toTarget(path, params), body: body && JSON.stringify(body) };
    const response = await lock.write(() =>
      metered(1, (maxBytes) => exchangeWrite(upstream, message, { ...options, maxBytes })),
    );
    if (isWritten(response)) {
      caller.noteSuccess();
      const parsed = shape.safeParse(response.json);
      if (!parsed.success) {
        throw createUnknownOutcomeError(parsed.error);
      }
      return parsed.data;
    }
    if (isRefusal(response) && !(await caller.isCredentialGood())) {
      throw createUnauthenticatedError();
    }
    throw toWriteError(response, names, secrets);
  }

  return { client: { get: readOnce, usage: meter.usage, left: meter.left }, writer: { send, view: readOnce } };
}
