import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { toAnswerHeaders } from './head-rules.ts';
import { type Refusal, toRefusalBody } from './refusal.ts';
import { toRequestId } from './request-id.ts';

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'HEADERS_TOO_LARGE',
    message: 'The URL and the headers of the request are too large.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    message: 'The chunk extensions of the request are too large.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'REQUEST_TIMEOUT',
    message: 'The request took too long to arrive.',
  },
};

const MALFORMED: Refusal = { status: 400, code: 'BAD_REQUEST', message: 'This is not HTTP as it should be.' };
const EXPECTATION: Refusal = {
  status: 417,
  code: 'BAD_REQUEST',
  message: 'The only expectation that can be met is 100-continue.',
};
const TEXTS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
};

/**
 * Answers what node:http refuses by itself, before there is a request to handle, as JSON with a code like any other
 * refusal: what is not HTTP, heads that are too large, requests that do not arrive in time.
 */
export function answerListenerErrors(server: Server): void {
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    latest.set(request.socket, response);
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const requestId = toRequestId(undefined);
    response.writeHead(EXPECTATION.status, toHeaders(requestId));
    response.end(toRefusalBody(EXPECTATION, requestId));
  });
  server.on('clientError', (error: Error & { readonly code?: string }, socket: Duplex) => {
    const response = latest.get(socket);
    const isAnswering = response?.headersSent === true && !response.writableFinished;
    if (!socket.writable || isAnswering || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    socket.end(toAnswer(REFUSALS[error.code ?? ''] ?? MALFORMED), () => socket.destroy());
  });
}

function toAnswer(refusal: Refusal): string {
  const requestId = toRequestId(undefined);
  const body = toRefusalBody(refusal, requestId);
  const headers = Object.entries({ ...toHeaders(requestId), 'content-length': Buffer.byteLength(body) });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${refusal.status} ${TEXTS[refusal.status] ?? ''}\r\n${lines}\r\n${body}`;
}

function toHeaders(requestId: string): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    ...toAnswerHeaders(requestId),
    connection: 'close',
  };
}
