import type { ServerResponse } from 'node:http';
import { noteCodes } from '../telemetry/request-record.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** A request that is refused before GraphQL sees it: status, code, sentence and extra headers. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The JSON of a refusal, in the shape of any other GraphQL error. */
export function toRefusalBody({ message, code }: Refusal, requestId: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] });
}

/** Answers a refusal. What is left of the request's body is not waited for. */
export function refuse(response: ServerResponse, refusal: Refusal, requestId: string): void {
  noteCodes([refusal.code]);
  response.writeHead(refusal.status, { 'content-type': 'application/json; charset=utf-8', ...refusal.headers });
  response.end(toRefusalBody(refusal, requestId));
}

/** The same as a web `Response`, which is what GraphQL Yoga's plugins answer. */
export function toRefusalResponse(
  refusal: Refusal,
  { request, fetchAPI }: { readonly request: Request; readonly fetchAPI: { readonly Response: typeof Response } },
): Response {
  noteCodes([refusal.code]);
  return new fetchAPI.Response(toRefusalBody(refusal, request.headers.get(REQUEST_ID_HEADER) ?? ''), {
    status: refusal.status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...refusal.headers },
  });
}

/** The refusal of a path at which nothing is. */
export function createNotFound(apiPath: string): Refusal {
  return { status: 404, code: 'NOT_FOUND', message: `Nothing is here; the API is at ${apiPath}.` };
}
