import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { SETTINGS } from '../../../src/cli/settings.ts';
import { parseConfig } from '../../../src/config.ts';
import { type Block, toPlace } from './block.ts';
import type { Workspace } from './workspace.ts';

/** Parses a `json` block and, with `save=`, writes it into the workspace for later blocks. */
export function checkJson(block: Block, workspace: Workspace): void {
  JSON.parse(block.text);
  const name = block.options.get('save');
  if (name !== undefined) {
    writeFileSync(join(workspace.folder, name), block.text);
  }
}

/** Parses a `yaml` block. */
export function checkYaml(block: Block): void {
  expect(parseYaml(block.text), toPlace(block)).toBeTypeOf('object');
}

/** Checks that every line of a `dotenv` block is a setting, with a value that the gateway takes. */
export function checkDotenv(block: Block): void {
  const values = Object.entries(parseEnv(block.text));
  const keys = new Map(SETTINGS.map(({ variable, key }) => [variable, key]));
  expect(values.length, toPlace(block)).toBeGreaterThan(0);
  parseConfig(Object.fromEntries(values.map(([variable, value]) => [keys.get(variable) ?? variable, value])));
}

/** Checks that each line of an `ini` block is a section, a comment or a pair. */
export function checkIni(block: Block): void {
  for (const line of block.text.split('\n')) {
    expect(line, toPlace(block)).toMatch(/^\s*$|^[#;]|^\[[^\]]+\]$|^[\w.-]+ *=/);
  }
}

const ARROW = '(?:-->|---|-\\.->|==>)(?:\\|[^|]+\\|)?';
const NODE = '\\w+(?:\\["[^"\\]]+"\\]|\\[\\("[^"]+"\\)\\]|\\(\\["[^"]+"\\]\\))?';
const FLOWCHART_LINE = new RegExp(
  `^(?:${NODE}(?: ${ARROW} ${NODE})*|subgraph \\w+(?:\\["[^"]+"\\])?|end|direction (?:LR|TB))$`,
);

/** Checks a `mermaid` block by the part of the grammar that our pages use: flowcharts with quoted labels. */
export function checkMermaid(block: Block): void {
  const [first = '', ...lines] = block.text.split('\n').map((line) => line.trim());
  expect(first, toPlace(block)).toMatch(/^flowchart (LR|TB)$/);
  for (const line of lines.filter((each) => each !== '')) {
    expect(line, `mermaid at ${toPlace(block)}`).toMatch(FLOWCHART_LINE);
  }
  const count = (word: RegExp) => lines.filter((line) => word.test(line)).length;
  expect(count(/^subgraph/), toPlace(block)).toBe(count(/^end$/));
}
