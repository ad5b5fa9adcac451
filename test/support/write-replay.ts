import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import type { Exchange } from './recordings.ts';
import { createReplay } from './replay.ts';

type Json = Readonly<Record<string, unknown>>;

/** A server that answers one recorded write, and reads as they were just before it. */
export interface WriteReplay {
  readonly handle: RequestListener;
  /** How often the write itself was answered. */
  readonly written: () => number;
  /** Requests for which there is no recording. */
  readonly unknown: () => readonly string[];
}

/**
 * Replays one recorded write. A row is read as the last answer `before` it showed it, to whomever. What a body says beyond the recorded one has to be so already, and stay so.
 */
export function createWriteReplay(exchange: Exchange, before: readonly Exchange[]): WriteReplay {
  const unknown: string[] = [];
  let written = 0;
  const others = createReplay(before.filter(isReplayable));
  return {
    unknown: () => [...unknown, ...others.unknown],
    written: () => written,
    handle: (request, response) => {
      const path = pathOf(request.url ?? '');
      const key = request.headers.authorization?.replace('Bearer ', '');
      void readJson(request).then((body) => {
        if (isAsked(exchange, { method: request.method, path, key, body }, rowAt(before, path))) {
          written += 1;
          answer(exchange.response);
        } else if (request.method === 'GET' && rowAt(before, path)) {
          answer({ status: 200, body: rowAt(before, path) });
        } else if (request.method === 'GET') {
          others.handle(request, response);
        } else {
          unknown.push(`${request.method} ${request.url} ${JSON.stringify(body)}`);
          response.writeHead(599).end();
        }
      });

      function answer({ status, body }: { readonly status: number; readonly body: unknown }): void {
        const isEmpty = body === null;
        response.writeHead(status, isEmpty ? {} : { 'content-type': 'application/json; charset=utf-8' });
        response.end(isEmpty ? undefined : JSON.stringify(body));
      }
    },
  };
}

/** The row behind a detail path, as the last successful answer showed it. */
export function rowAt(before: readonly Exchange[], path: string): Json | undefined {
  const [, kind, key] = /^\/core\/(tokens|users|groups)\/([^/]+)\/$/.exec(path) ?? [];
  const rows = before
    .filter(({ request, response }) => response.status < 300 && pathOf(request.path).startsWith(`/core/${kind}/`))
    .flatMap(({ response: { body } }) => (isRow(body) && Array.isArray(body.results) ? body.results : [body]))
    .filter(isRow);
  return rows.findLast(
    ({ pk, identifier }) => key !== undefined && key === String(kind === 'tokens' ? identifier : pk),
  );
}

interface Asked {
  readonly method: string | undefined;
  readonly path: string;
  readonly key: string | undefined;
  readonly body: Json | undefined;
}

function isAsked({ request, response }: Exchange, { method, path, key, body }: Asked, row: Json = {}): boolean {
  const said: Json = isRow(request.body) ? request.body : {};
  const isSameBody = Object.entries({ ...said, ...body }).every(([field, value]) =>
    Object.hasOwn(said, field)
      ? isDeepStrictEqual(body?.[field], said[field])
      : isDeepStrictEqual(row[field], value) &&
        (response.status >= 400 || (isRow(response.body) && isDeepStrictEqual(response.body[field], value))),
  );
  return method === request.method && path === pathOf(request.path) && key === request.key && isSameBody;
}

function pathOf(target: string): string {
  return target.replace(/^.*\/api\/v3/, '').split('?')[0] ?? '';
}

function isRow(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Replayable = Exchange & { readonly response: { readonly contentType: string } };

function isReplayable(exchange: Exchange): exchange is Replayable {
  return exchange.response.contentType !== null;
}

async function readJson(request: IncomingMessage): Promise<Json | undefined> {
  const sent = await text(request);
  return sent === '' ? undefined : JSON.parse(sent);
}
