import type { z } from 'zod';
import { isRefusal, isSuccess, isWritten, parseBody, toMeError, toTarget } from './answer.ts';
import type { Budget, Usage } from './budget.ts';
import { createCaller, ME_PATH } from './caller.ts';
import type { KnownRelease } from './release.ts';
import { readSigns } from './release-signs.ts';
import { createSender, type SenderOptions } from './sender.ts';
import { createUnauthenticatedError, createUnknownOutcomeError, toResponseError, toWriteError } from './to-error.ts';
import type { RawResponse, Upstream, WriteMessage } from './transport.ts';
import type { InputNames } from './validation-error.ts';
import { createWriteLock } from './write-lock.ts';

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
  /** What the operation may still ask for, beside what already waits for its turn. */
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

/** What the client of one operation is made with. */
export interface ClientOptions extends SenderOptions {
  /** Is told what each answer tells of the release behind. */
  readonly learn: (signs: KnownRelease) => void;
}

/** Creates the client of one operation: a few requests at a time, all with the same credential. */
export function createAuthentikClient(
  upstream: Upstream,
  options: ClientOptions,
): { readonly client: AuthentikClient; readonly writer: AuthentikWriter } {
  const sender = createSender(upstream, options);
  const lock = createWriteLock();
  const caller = createCaller(ask);

  async function ask(path: string, rows = 1, send = sender.read): Promise<RawResponse> {
    const response = await lock.read(() => send(path, rows));
    if (isSuccess(response)) {
      caller.noteSuccess();
    }
    return response;
  }

  async function get<T>(read: Read<T>, send = sender.read): Promise<T> {
    const isMe = read.path === ME_PATH;
    const response = await (isMe
      ? caller.askMe()
      : ask(toTarget(read.path, read.params), Number(read.params?.page_size ?? 1), send));
    if (isSuccess(response)) {
      const parsed = parseBody(response, read.shape);
      options.learn(readSigns(read.path, response.json));
      return parsed;
    }
    if (isRefusal(response) && (isMe || !(await caller.isCredentialGood()))) {
      throw createUnauthenticatedError();
    }
    throw isMe ? toMeError(response) : toResponseError(response, read.names);
  }

  async function send<T>({ method, path, params, body, shape, names = {}, secrets = [] }: Write<T>): Promise<T> {
    const message = { method, path: toTarget(path, params), body: body && JSON.stringify(body) };
    const response = await lock.write(() => sender.write(message));
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

  return {
    client: { get: (read) => get(read), usage: sender.usage, left: sender.left },
    writer: { send, view: (read) => get(read, sender.readOnce) },
  };
}
