import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { expectJson, expectText } from './answer.ts';
import { type Block, type Task, toPlace } from './block.ts';
import { PROJECT, projectFile } from './project.ts';
import type { Services } from './services.ts';
import { toRealAddresses } from './shell-blocks.ts';
import { buildWorkspace, type Workspace } from './workspace.ts';

const run = promisify(execFile);
const FOLDER = projectFile('test/docs/.generated');

const TSCONFIG = {
  extends: '../../../tsconfig.json',
  compilerOptions: { paths: { 'authentik-graphql-gateway': ['../../../src/index.ts'] } },
  include: ['*.ts'],
};

/** Type-checks blocks, each a module of its own, with the project's settings. Answers what tsc says, empty when all is well. */
export async function checkTypes(blocks: readonly Block[]): Promise<string> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  writeFileSync(join(FOLDER, 'none.ts'), 'export {};\n');
  for (const block of blocks) {
    writeFileSync(join(FOLDER, toFileName(block)), `${block.text.replaceAll("'./", "'../../../")}\nexport {};\n`);
  }
  const failed = (error: { stdout?: string; message: string }) => ({ stdout: error.stdout || error.message });
  return (await run('node_modules/.bin/tsc', ['--noEmit', '-p', FOLDER], { cwd: PROJECT }).catch(failed)).stdout;
}

/** Runs a `ts run` block against the running gateway and compares what it prints. */
export async function runTypescript({ block, answer }: Task, services: Services, workspace: Workspace): Promise<void> {
  const service = await services.gateway(block.options.get('settings'));
  buildWorkspace(workspace);
  const file = join(workspace.folder, toFileName(block));
  writeFileSync(file, toRealAddresses(block.text, service));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', file], { cwd: workspace.folder });
  if (answer?.language === 'json') {
    expectJson(answer, JSON.parse(stdout));
  } else if (answer) {
    expectText(answer, stdout);
  }
}

/** Holds a block against the file of the project that its `file=` names; of a part, every line in one piece. */
export function expectFile(block: Block, path: string): void {
  const text = readFileSync(projectFile(path), 'utf8').trimEnd();
  if (block.words.has('part')) {
    expect(text, `${toPlace(block)} is a part of ${path}`).toContain(block.text.trimEnd());
  } else {
    expect(block.text.trimEnd(), `${toPlace(block)} is ${path}`).toBe(text);
  }
}

function toFileName({ page, line }: Block): string {
  return `${page.replace(/\.md$/, '').replace(/\W+/g, '-').toLowerCase()}-${line}.ts`;
}
