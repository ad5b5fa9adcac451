import { readFileSync } from 'node:fs';
import { projectFile } from './project.ts';

/** One fenced block of a page. */
export interface Block {
  /** The page, relative to the project. */
  readonly page: string;
  /** 1-based line of the opening fence. */
  readonly line: number;
  readonly language: string;
  /** The words of the info string behind the language, e.g. `answer`, `run`. */
  readonly words: ReadonlySet<string>;
  /** Its `name=value` pairs, e.g. `key=key-plain`. */
  readonly options: ReadonlyMap<string, string>;
  readonly text: string;
}

/** A block to be done, with the blocks behind it that say how and what must come out. */
export interface Task {
  readonly block: Block;
  readonly variables?: Block;
  /** A `json answer` or `text output`. */
  readonly answer?: Block;
}

const FENCE = /^( *)(`{3,})\s*([^`]*)$/;

/** Reads all fenced blocks of a page. @throws Error for a fence that is never closed */
export function readBlocks(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = readFileSync(projectFile(page), 'utf8').split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = '', fence = '', info = ''] = FENCE.exec(lines[index] ?? '') ?? [];
    if (fence === '') {
      continue;
    }
    const end = lines.findIndex((line, at) => at > index && line.trim() === fence);
    if (end === -1) {
      throw new Error(`${page}:${index + 1}: the block is never closed`);
    }
    const text = lines
      .slice(index + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
      .join('\n');
    if (text.includes(`\n${fence}`)) {
      throw new Error(`${page}:${index + 1}: the block before the next one is never closed`);
    }
    blocks.push({ page, line: index + 1, text, ...readInfo(info) });
    index = end;
  }
  return blocks;
}

function readInfo(info: string): Pick<Block, 'language' | 'words' | 'options'> {
  const [language = '', ...rest] = info.trim().split(/\s+/);
  const isOption = (word: string) => word.includes('=');
  return {
    language,
    words: new Set(rest.filter((word) => !isOption(word))),
    options: new Map(
      rest.filter(isOption).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
    ),
  };
}

/**
 * Puts variables and answers to the block they belong to: the one directly before them.
 * @throws Error for one that belongs to nothing
 */
export function toTasks(blocks: readonly Block[]): Task[] {
  const tasks: Task[] = [];
  for (const block of blocks) {
    const role = (['variables', 'answer', 'output'] as const).find((word) => block.words.has(word));
    if (role === undefined) {
      tasks.push({ block });
      continue;
    }
    const last = tasks.at(-1);
    const name = role === 'variables' ? 'variables' : 'answer';
    if (!last || !['graphql', 'sh', 'ts'].includes(last.block.language) || last[name] !== undefined) {
      throw new Error(`${toPlace(block)}: there is no block before it that this "${role}" belongs to`);
    }
    tasks[tasks.length - 1] = { ...last, [name]: block };
  }
  return tasks;
}

/** Where a block stands, for people. */
export function toPlace({ page, line }: Block): string {
  return `${page}:${line}`;
}

/** The page that a block's gateway belongs to, where the block says `own` since it changes something. */
export function toOwner({ page, words }: Block): string | undefined {
  return words.has('own') ? page : undefined;
}
