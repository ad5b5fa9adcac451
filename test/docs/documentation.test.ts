import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, readBlocks, type Task, toPlace, toTasks } from './support/block.ts';
import { checkCommands } from './support/command-blocks.ts';
import { checkDotenv, checkIni, checkJson, checkMermaid, checkYaml } from './support/data-blocks.ts';
import { runGraphql } from './support/graphql-blocks.ts';
import { findDeadLinks, findTargets } from './support/links.ts';
import { documentationPages } from './support/project.ts';
import { createServices, type Services } from './support/services.ts';
import { runShell } from './support/shell-blocks.ts';
import { checkTypes, expectFile, runTypescript } from './support/typescript-blocks.ts';
import { createWorkspace, type Workspace } from './support/workspace.ts';

const LEAST_BLOCKS = 100;
// Its blocks change the project, so it has a test of its own.
const RECIPE = 'docs/adding-a-resource.md';

const pages = documentationPages();
const blocks = new Map(pages.map((page) => [page, readBlocks(page)]));
const tasks = pages.filter((page) => page !== RECIPE).flatMap((page) => toTasks(blocks.get(page) ?? []));
const done = new Map<string, number>();

let workspace: Workspace;
let services: Services;
let typeErrors: Promise<string>;

beforeAll(() => {
  workspace = createWorkspace();
  services = createServices(workspace.folder);
  typeErrors = checkTypes(tasks.map(({ block }) => block).filter(isModule));
});

afterAll(async () => {
  await services.stop();
  workspace.remove();
  printTable();
});

describe('every block of the documentation', () => {
  it.each(tasks.map((task) => ({ task, place: toPlace(task.block), language: task.block.language })))(
    '$place $language does what the page says',
    async ({ task }) => {
      await run(task);

      done.set(task.block.page, (done.get(task.block.page) ?? 0) + 1);
    },
    90_000,
  );

  it('is one of many', () => {
    expect([...blocks.values()].flat().length).toBeGreaterThan(LEAST_BLOCKS);
  });

  it('type-checks where it is TypeScript', async () => {
    expect(await typeErrors).toBe('');
  }, 90_000);
});

describe('every link of the documentation', () => {
  it.each(pages)('%s leads somewhere', (page) => {
    expect(findDeadLinks(page)).toEqual([]);
  });

  it('is one of many', () => {
    expect(pages.flatMap(findTargets).length).toBeGreaterThan(30);
  });
});

function run(task: Task): Promise<void> | void {
  const { block } = task;
  const file = block.options.get('file');
  if (file !== undefined) {
    return expectFile(block, file);
  }
  switch (block.language) {
    case 'graphql':
      return runGraphql(task, services);
    case 'sh':
      return block.words.has('elsewhere') ? checkCommands(block) : runShell(task, services, workspace);
    case 'ts':
      return block.words.has('run') ? runTypescript(task, services, workspace) : undefined;
    case 'json':
      return checkJson(block, workspace);
    case 'yaml':
      return checkYaml(block);
    case 'dotenv':
      return checkDotenv(block);
    case 'ini':
      return checkIni(block);
    case 'mermaid':
      return checkMermaid(block);
    case 'text':
      return undefined;
    default:
      throw new Error(`${toPlace(block)}: nothing runs a block of the language "${block.language}"`);
  }
}

function isModule({ language, options }: Block): boolean {
  return language === 'ts' && !options.has('file');
}

function printTable(): void {
  console.table(
    Object.fromEntries(
      pages.map((page) => {
        const all = blocks.get(page) ?? [];
        const kinds = [...new Set(all.map(({ language }) => language))].map(
          (kind) => `${kind} ${all.filter(({ language }) => language === kind).length}`,
        );
        return [page, { blocks: all.length, kinds: kinds.join(', '), tasksDone: done.get(page) ?? 0 }];
      }),
    ),
  );
}
