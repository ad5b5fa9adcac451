import { readFileSync } from 'node:fs';

/** One recorded request and what a real authentik answered. `__html__` stands for a page, null for an empty body. */
export type Exchange = {
  readonly request: {
    readonly key?: string;
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** What was sent as JSON. */
    readonly body?: unknown;
    /** What was sent as it is, in place of `body`. */
    readonly raw?: string;
  };
  readonly response: {
    readonly status: number;
    readonly contentType: string | null;
    readonly allow: string | null;
    readonly contentLanguage: string | null;
    readonly body: unknown;
  };
};

/** One file of a release's recordings. */
export function readRecording(release: string, file: 'dataset' | 'reads' | 'writes') {
  return JSON.parse(readFileSync(new URL(`../recordings/${release}/${file}.json`, import.meta.url), 'utf8'));
}

/** How an exchange is called in a list of tests. */
export function titleOf({ request }: Exchange, index: number): string {
  return `${index + 1}: ${request.method} ${request.path} as ${request.key ?? 'nobody'}`;
}

/** Asks a server what was recorded and answers it in the form of the recordings. */
export async function ask(url: string, request: Exchange['request']): Promise<Exchange['response']> {
  const sent = request.raw ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const response = await fetch(`${url}/api/v3${request.path}`, {
    method: request.method,
    ...(sent === undefined ? {} : { body: sent }),
    headers: {
      Accept: 'application/json',
      'Accept-Language': 'en',
      ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(request.key === undefined ? {} : { Authorization: `Bearer ${request.key}` }),
      ...request.headers,
    },
  });
  const contentType = response.headers.get('content-type');
  const text = await response.text();
  if (contentType !== null && !/^(application\/json|text\/html); charset=utf-8$/.test(contentType)) {
    throw new Error(`unexpected content type ${contentType}`);
  }
  return {
    status: response.status,
    contentType: contentType?.split(';')[0] ?? null,
    allow: response.headers.get('allow'),
    contentLanguage: response.headers.get('content-language'),
    body: readBody(text, contentType),
  };
}

function readBody(text: string, contentType: string | null): unknown {
  if (text === '') return null;
  return contentType?.startsWith('text/html') ? { __html__: true } : JSON.parse(text);
}
