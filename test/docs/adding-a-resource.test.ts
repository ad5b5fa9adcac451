import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectJson } from './support/answer.ts';
import { readBlocks, toTasks } from './support/block.ts';
import { projectFile } from './support/project.ts';
import { buildWorkspace, createWorkspace, type Workspace } from './support/workspace.ts';

const tasks = toTasks(readBlocks('docs/adding-a-resource.md'));
const files = tasks.filter(({ block }) => block.options.has('file'));
const rest = tasks.filter(({ block }) => !block.options.has('file'));

let workspace: Workspace;

beforeAll(() => {
  workspace = createWorkspace();
  cpSync(projectFile('vitest.config.ts'), join(workspace.folder, 'vitest.config.ts'));
  cpSync(projectFile('test/support'), join(workspace.folder, 'test/support'), { recursive: true });
  cpSync(projectFile('test/resources'), join(workspace.folder, 'test/resources'), { recursive: true });
  symlinkSync(projectFile('test/recordings'), join(workspace.folder, 'test/recordings'));
  for (const { block } of files) {
    writeFileSync(join(workspace.folder, block.options.get('file') ?? ''), `${block.text}\n`);
  }
  buildWorkspace(workspace);
}, 60_000);

afterAll(() => workspace.remove());

describe('docs/adding-a-resource.md, followed literally', () => {
  it('has files to write, and nothing that no one does', () => {
    expect(files.length).toBeGreaterThan(4);
    expect(rest.map(({ block }) => block.language)).toEqual(['sh', 'sh', 'graphql']);
  });

  it('prints and tests what it adds', () => {
    for (const { block } of rest.filter((task) => task.block.language === 'sh')) {
      run('bash', ['-euc', block.text]);
    }

    expect(readFileSync(join(workspace.folder, 'schema.graphql'), 'utf8')).toMatch(/^ {2}role\(/m);
  }, 90_000);

  it('passes the linter', () => {
    cpSync(projectFile('biome.json'), join(workspace.folder, 'biome.json'));
    run('git', ['init', '--quiet']);
    writeFileSync(join(workspace.folder, '.gitignore'), 'node_modules\ndist\n');

    run('node_modules/.bin/biome', ['check', ...files.map(({ block }) => block.options.get('file') ?? '')]);
  }, 60_000);

  it('answers the query on the page', async () => {
    const task = rest.find(({ block }) => block.language === 'graphql');
    const child = spawn(process.execPath, ['dist/cli.js', '--port', '0'], { cwd: workspace.folder });
    const endpoint = await new Promise<string>((resolve) => {
      child.stdout.on('data', (chunk) => resolve(/GraphQL +(\S+)/.exec(String(chunk))?.[1] ?? ''));
    });

    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-admin' },
      body: JSON.stringify({ query: task?.block.text }),
    });
    const body: unknown = await response.json();
    child.kill();

    expect(task?.answer).toBeDefined();
    if (task?.answer) {
      expectJson(task.answer, body);
    }
  }, 60_000);
});

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { cwd: workspace.folder, stdio: 'pipe' });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}: ${String((error as { stdout?: unknown }).stdout)}`);
  }
}
