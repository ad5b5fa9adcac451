import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { parseJson, readBounded } from '../authentik/read-answer.ts';

/** What came back for one request: an answer of any status, or none. */
export type Outcome =
  | {
      readonly kind: 'reply';
      readonly status: number;
      /** A header by its name in lower case; the first one where there are several. */
      readonly header: (name: string) => string | undefined;
      /** The parsed body; `undefined` where it is not JSON. */
      readonly json: unknown;
      readonly text: string;
      /** Milliseconds to the last byte. */
      readonly ms: number;
    }
  | {
      readonly kind: 'failure';
      /** Node's or undici's code, e.g. `ECONNRESET`, or `TIMEOUT`, or `TOO_LARGE`. */
      readonly code: string;
    };

/** An answer, as opposed to none. */
export type Reply = Extract<Outcome, { kind: 'reply' }>;

/** One GET, with everything it needs. */
export interface Question {
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Milliseconds that only ever grow. */
  readonly ticks: () => number;
}

/** Asks once, follows no redirect, and never throws: what went wrong is the answer. */
export async function ask(question: Question): Promise<Outcome> {
  const startedAt = question.ticks();
  const signal = AbortSignal.timeout(question.timeoutMs);
  try {
    const { dispatcher, headers, maxBytes } = question;
    const response = await request(question.url, { method: 'GET', dispatcher, headers, signal });
    const tooLarge = Object.assign(new Error('too large'), { code: 'TOO_LARGE' });
    const text = (await readBounded(response, maxBytes, tooLarge)).toString('utf8');
    return {
      kind: 'reply',
      status: response.statusCode,
      header: (name) => [response.headers[name] ?? []].flat()[0],
      json: parseJson(text),
      text,
      ms: question.ticks() - startedAt,
    };
  } catch (error) {
    return { kind: 'failure', code: signal.aborted ? 'TIMEOUT' : codeOf(error) };
  }
}

/** The code of a Node.js or undici error, the innermost one; `UNKNOWN` where there is none. */
export function codeOf(error: unknown): string {
  const shape = z.object({
    code: z.string().optional(),
    cause: z.unknown().optional(),
    errors: z.array(z.unknown()).optional(),
  });
  const parsed = shape.safeParse(error).data;
  const inner = parsed?.errors?.[0] ?? parsed?.cause;
  return parsed?.code ?? (inner === undefined ? 'UNKNOWN' : codeOf(inner));
}
