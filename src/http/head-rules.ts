import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from './refusal.ts';
import { REQUEST_ID_HEADER, toRequestId } from './request-id.ts';
import { isJsonType } from './request-rules.ts';

/** The headers that every answer has. */
export function toAnswerHeaders(requestId: string): Readonly<Record<string, string>> {
  return { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', [REQUEST_ID_HEADER]: requestId };
}

/** Sets the headers that every answer has, and tells the request's id. */
export function beginAnswer(request: IncomingMessage, response: ServerResponse): string {
  const requestId = toRequestId(request.headers[REQUEST_ID_HEADER]);
  response.setHeaders(new Map(Object.entries(toAnswerHeaders(requestId))));
  return requestId;
}

/** Looks at the head of any request, whatever it asks for. Node drops headers beyond its own bound without a word. */
export function checkHead(request: IncomingMessage, maxHeaders: number): Refusal | undefined {
  if (request.rawHeaders.length / 2 > maxHeaders) {
    return {
      status: 431,
      code: 'HEADERS_TOO_LARGE',
      message: `A request may have at most ${maxHeaders} headers.`,
      headers: { connection: 'close' },
    };
  }
  return request.headers.host === undefined && request.httpVersion === '1.1'
    ? {
        status: 400,
        code: 'BAD_REQUEST',
        message: 'A request needs the header "Host".',
        headers: { connection: 'close' },
      }
    : undefined;
}

/**
 * Makes a request for the API unambiguous before GraphQL Yoga sees it: its id, one credential or none, one spelling of what
 * it sends and accepts, and nothing of the URL and the `Host` that the caller wrote, for neither is used.
 */
export function normaliseHead(request: IncomingMessage, path: string, requestId: string): void {
  const { headers } = request;
  // Node keeps the first of several; which of two callers is meant must not be a matter of chance.
  if ((request.headersDistinct.authorization ?? []).length > 1) {
    delete headers.authorization;
  }
  if (isJsonType(headers['content-type'])) {
    headers['content-type'] = 'application/json';
  }
  if (headers.accept !== undefined) {
    headers.accept = headers.accept.toLowerCase();
  }
  headers[REQUEST_ID_HEADER] = requestId;
  headers.host = 'localhost';
  request.url = path;
}

/** The path of a request's target, which may be a whole URL (RFC 9112 section 3.2.2). */
export function toPath(target = '/'): string {
  const path = target.startsWith('/') || !URL.canParse(target) ? target : new URL(target).pathname;
  return path.split('?', 1)[0] ?? '';
}
