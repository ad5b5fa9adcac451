import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { NOTHING } from './call.ts';
import type { RoutedAnswer } from './router.ts';

/** An answer ready to be sent. */
export type Message = { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly bytes: Buffer };

/** Turns an answer into bytes and the headers of Django and of the Go router before it. */
export function toMessage(request: IncomingMessage, answer: RoutedAnswer): Message {
  const { text, contentType } = bodyOf(answer);
  const encoding = readEncoding(request.headers['accept-encoding']);
  const bytes = encode(text, encoding);
  const headers = {
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(answer.language === undefined ? {} : { 'Content-Language': answer.language }),
    ...(answer.allow === undefined ? {} : { Allow: answer.allow }),
    ...(encoding === undefined ? { 'Content-Length': bytes.length } : { 'Content-Encoding': encoding }),
    Vary: 'Accept-Encoding, Accept-Language, Cookie',
    'X-authentik-id': randomUUID().replaceAll('-', ''),
    'X-Powered-By': 'authentik',
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
  };
  // The router says which encoding it would have used for a body that may not be there.
  const isSilent = request.method === 'HEAD' || answer.status === 204;
  return { status: answer.status, headers, bytes: isSilent ? Buffer.alloc(0) : bytes };
}

function bodyOf({ status, body }: RoutedAnswer): { readonly text: string; readonly contentType: string | undefined } {
  if (body === NOTHING) return { text: '', contentType: undefined };
  if (body === undefined) return { text: '', contentType: 'text/html; charset=utf-8' };
  if (body !== null) return { text: JSON.stringify(body), contentType: 'application/json; charset=utf-8' };
  const text = `<!DOCTYPE html>\n<html lang="en"><head><title>authentik</title></head><body><h1>${status}</h1></body></html>\n`;
  return { text, contentType: 'text/html; charset=utf-8' };
}

type Encoding = 'gzip' | 'deflate';

// The Go router compares whole tokens: `gzip;q=0.9` is none it knows. The first it knows counts.
function readEncoding(header: string | string[] | undefined): Encoding | undefined {
  const tokens = String(header ?? '').split(',');
  return tokens.map((token) => token.trim()).find((token) => token === 'gzip' || token === 'deflate');
}

function encode(text: string, encoding: Encoding | undefined): Buffer {
  if (encoding === 'gzip') return gzipSync(text);
  return encoding === 'deflate' ? deflateRawSync(text) : Buffer.from(text);
}
