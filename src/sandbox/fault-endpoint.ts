import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FaultSwitch, parseFault } from './faults.ts';

/** Where faults are switched while the sandbox runs: GET, PUT with a fault as JSON, DELETE. No part of authentik. */
export const FAULT_PATH = '/-/sandbox/fault';

const MAX_BODY_BYTES = 65_536;

/** Answers a request for FAULT_PATH with `{"fault": … | null}`, a bad body with 400 and a sentence. */
export async function serveFaults(
  faults: FaultSwitch,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'PUT') {
    const next = parseFault(await readBody(request));
    if (typeof next === 'string') return send(response, 400, { error: next });
    faults.set(next);
  } else if (request.method === 'DELETE') {
    faults.set(undefined);
  } else if (request.method !== 'GET') {
    return send(response, 405, { error: 'Use GET, PUT or DELETE.' });
  }
  return send(response, 200, { fault: faults.current() ?? null });
}

// A body beyond the limit is cut, which makes it no JSON.
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const allow = status === 405 ? { Allow: 'GET, PUT, DELETE' } : {};
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...allow });
  response.end(JSON.stringify(body));
}
