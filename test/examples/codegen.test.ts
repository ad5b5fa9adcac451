import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generate } from '@graphql-codegen/cli';
import { expect, it } from 'vitest';
import config from '../../examples/codegen/codegen.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

it('generates what is committed of the typed documents', async () => {
  const files = (await generate({ ...config, cwd: PROJECT, silent: true }, false)) as readonly {
    readonly filename: string;
    readonly content: string;
  }[];

  expect(files.length).toBe(3);
  for (const { filename, content } of files) {
    expect(readFileSync(new URL(filename, `file://${PROJECT}`), 'utf8'), filename).toBe(content);
  }
}, 60_000);
