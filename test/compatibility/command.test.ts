import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { readStructures, STRUCTURES } from '../../scripts/compatibility/create-page.ts';

const COMMAND = fileURLToPath(new URL('../../scripts/compatibility.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

const toFile = (version: string) => fileURLToPath(new URL(`${version}.json`, STRUCTURES));

async function run(...args: readonly string[]) {
  const command = promisify(execFile)(process.execPath, ['--import', import.meta.resolve('tsx'), COMMAND, ...args]);
  return command.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
}

it('ends with 0 where nothing breaks, though something changes', async () => {
  const { code, stdout } = await run(toFile('2025.12.4'), toFile('2026.2.3-rc1'));

  expect([code, stdout]).toEqual([0, expect.stringMatching(/^From 2025\.12\.4 to 2026\.2\.3-rc1:\ncomes {2}/)]);
});

it('ends with 1 where something breaks, compared with the newest release that is kept', async () => {
  const newest = readStructures().at(-1);
  const file = join(folder, 'next.json');
  writeFileSync(file, JSON.stringify({ ...newest, version: '2031.2.0' }).replaceAll('"start_index":', '"start":'));

  const { code, stdout } = await run(file);

  expect([code, stdout]).toEqual([1, expect.stringContaining('BREAKS  Query.users  (property pagination.start_index')]);
  expect(stdout).toContain(`From ${newest?.version} to 2031.2.0:`);
});

it.each([
  [['nowhere.json'], 'nowhere.json is not an OpenAPI document'],
  [['--check', 'one.json'], 'The exit code is 1 where something of the schema BREAKS'],
])('ends with 2 for %j', async (args, message) => {
  const { code, stderr } = await run(...args);

  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
