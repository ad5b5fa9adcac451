import { connect } from 'node:net';

/** An answer as it came over a socket. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends bytes as they are, and answers all that came back until the other side closed or `isDone` says that it is enough.
 * `write` may send more as time goes by.
 */
export function sendBytes(
  url: string,
  bytes: string | Uint8Array,
  isDone: (text: string) => boolean = () => false,
): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isDone(text)) {
        socket.destroy();
      }
    });
    socket.on('close', () => resolve(text));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(text) : reject(error),
    );
    socket.write(bytes);
  });
}

/** Reads the answers in what came over a socket; those without a length end with it. */
export function readAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = text;
  while (rest.startsWith('HTTP/1.1')) {
    const end = rest.indexOf('\r\n\r\n');
    const [start = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const status = Number(start.split(' ')[1]);
    rest = rest.slice(end + 4);
    const { body, after } = status < 200 ? { body: '', after: rest } : readBody(rest, headers);
    answers.push({ status, headers, body: Buffer.from(body, 'latin1').toString('utf8') });
    rest = after;
  }
  return answers;
}

function readBody(text: string, headers: Readonly<Record<string, string>>): { body: string; after: string } {
  if (headers['transfer-encoding'] !== 'chunked') {
    const length = Number(headers['content-length'] ?? text.length);
    return { body: text.slice(0, length), after: text.slice(length) };
  }
  let body = '';
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n');
    const length = Number.parseInt(rest.slice(0, end), 16);
    body += rest.slice(end + 2, end + 2 + length);
    rest = rest.slice(end + 4 + length);
    if (length === 0) {
      break;
    }
  }
  return { body, after: rest };
}

/** The bytes of a POST of `body` to `/graphql`, with the usual headers and further header lines. */
export function toPost(body: string | Uint8Array, headers: readonly string[] = [], key = 'key-admin'): Buffer {
  const lines = [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    'Connection: close',
    'Content-Type: application/json',
    `Authorization: Bearer ${key}`,
    ...headers,
  ];
  const bytes = Buffer.from(body);
  const all = headers.some((line) => /^(content-length|transfer-encoding):/i.test(line))
    ? lines
    : [...lines, `Content-Length: ${bytes.length}`];
  return Buffer.concat([Buffer.from(`${all.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]);
}
