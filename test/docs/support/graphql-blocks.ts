import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect } from 'vitest';
import { expectJson } from './answer.ts';
import { type Task, toOwner, toPlace } from './block.ts';
import { projectFile } from './project.ts';
import type { Services } from './services.ts';

const schema = buildSchema(readFileSync(projectFile('schema.graphql'), 'utf8'));

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/**
 * Validates a `graphql` block and asks it, with `key-admin` or the block's `key=`, of a gateway with the block's `settings=`.
 * The codes of the answer's errors must be those of `errors=` (comma-separated), none if there is no such option.
 */
export async function runGraphql({ block, variables, answer }: Task, services: Services): Promise<void> {
  const expected = block.options.get('errors')?.split(',') ?? [];
  if (!expected.some((code) => code.startsWith('GRAPHQL_'))) {
    expect(validate(schema, parse(block.text)).map(String), `validation of ${toPlace(block)}`).toEqual([]);
  }
  const { url } = await services.gateway(block.options.get('settings'), toOwner(block));
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${block.options.get('key') ?? 'key-admin'}`,
    },
    body: JSON.stringify({ query: block.text, variables: variables && JSON.parse(variables.text) }),
  });
  const body = (await response.json()) as Body;
  const codes = new Set((body.errors ?? []).map(({ extensions }) => extensions?.code ?? 'none'));
  expect([...codes].sort(), `codes of ${toPlace(block)}: ${JSON.stringify(body.errors)}`).toEqual(expected.sort());
  if (answer) {
    expectJson(answer, body);
  }
}
