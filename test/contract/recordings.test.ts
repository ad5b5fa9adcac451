import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox, parseDataset } from '../../src/sandbox/index.ts';
import { type ListeningSandbox, listen } from '../sandbox/listen.ts';
import { normaliseBody } from '../support/normalise-recording.ts';

type Exchange = {
  readonly request: {
    readonly key?: string;
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly status: number;
    readonly contentType: string;
    readonly allow: string | null;
    readonly contentLanguage: string | null;
    readonly body: unknown;
  };
};

const folder = new URL('../recordings/2025.10.0-rc1/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const exchanges: readonly Exchange[] = read('reads.json');

describe('the sandbox answers as the recorded authentik 2025.10.0-rc1', () => {
  let server: ListeningSandbox;
  let equal = 0;

  beforeAll(async () => {
    server = await listen(createSandbox({ dataset: parseDataset(read('dataset.json')) }));
  });

  afterAll(() => server.close());

  it.each(exchanges.map((exchange, index) => [title(exchange, index), exchange] as const))(
    '%s',
    async (_, exchange) => {
      const { request, response } = exchange;

      const replayed = await ask(server.url, request);

      expect(replayed).toStrictEqual({ ...response, body: normaliseBody(response.body, request.path) });
      equal += 1;
    },
  );

  it('answers 240 of 240 exchanges with the recorded status, headers and body', () => {
    console.log(`recordings 2025.10.0-rc1: ${equal} of ${exchanges.length} equal`);

    expect([equal, exchanges.length]).toEqual([240, 240]);
  });
});

function title({ request }: Exchange, index: number): string {
  return `${index + 1}: ${request.method} ${request.path} as ${request.key ?? 'nobody'}`;
}

async function ask(url: string, request: Exchange['request']): Promise<Exchange['response']> {
  const response = await fetch(`${url}/api/v3${request.path}`, {
    method: request.method,
    headers: {
      Accept: 'application/json',
      'Accept-Language': 'en',
      ...(request.key === undefined ? {} : { Authorization: `Bearer ${request.key}` }),
      ...request.headers,
    },
  });
  const contentType = response.headers.get('content-type') ?? '';
  const text = await response.text();
  expect(contentType).toMatch(/^(application\/json|text\/html); charset=utf-8$/);
  return {
    status: response.status,
    contentType: contentType.split(';')[0] ?? '',
    allow: response.headers.get('allow'),
    contentLanguage: response.headers.get('content-language'),
    body: readBody(text, contentType, request.path),
  };
}

function readBody(text: string, contentType: string, path: string): unknown {
  if (text === '') return null;
  if (contentType.startsWith('text/html')) return { __html__: true };
  return normaliseBody(JSON.parse(text), path);
}
