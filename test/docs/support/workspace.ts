import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, projectFile } from './project.ts';

const COPIED = [
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'codegen.ts',
  'schema.graphql',
  'src',
  'scripts',
  'docs',
  'examples',
  'test/contract/structures',
];

/** A copy of the project in a temporary folder, in which blocks may build, write and start what they like. */
export interface Workspace {
  readonly folder: string;
  readonly remove: () => void;
}

/** Copies the project as a person has it after `npm ci`. */
export function createWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-docs-'));
  for (const path of COPIED.filter((each) => existsSync(projectFile(each)))) {
    cpSync(projectFile(path), join(folder, path), {
      recursive: true,
      filter: (source) => !source.slice(PROJECT.length).includes('node_modules'),
    });
  }
  symlinkSync(projectFile('node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Builds `dist/` of a workspace. */
export function buildWorkspace({ folder }: Workspace): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: folder });
}
