import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { schema } from '../src/schema.ts';
import { compare, type Effect } from './compatibility/compare.ts';
import { createPage, readStructures, STRUCTURES } from './compatibility/create-page.ts';
import { printComparison } from './compatibility/page.ts';
import { reduce } from './compatibility/reduce.ts';
import { readStructure, type Structure } from './compatibility/structure.ts';
import { listUses } from './compatibility/uses.ts';

const PAGE = new URL('../docs/compatibility.md', import.meta.url);
const USAGE = `npm run compatibility                        writes docs/compatibility.md
npm run compatibility -- --check             fails where it is stale
npm run compatibility -- DOCUMENT [OTHER]    says what a release does to the schema
npm run compatibility -- --add DOCUMENT      keeps a release, and writes docs/compatibility.md

The exit code is 1 where something of the schema BREAKS (or --check fails), 2 for what cannot be read, and 0 otherwise.
With --add, it is 0 once the release is kept.`;

try {
  run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function run(): void {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean' }, add: { type: 'string' } },
    allowPositionals: true,
  });
  const [first, second] = positionals;
  if (positionals.length > 2 || Object.keys(values).length + Math.min(positionals.length, 1) > 1) {
    throw new Error(USAGE);
  }
  if (values.check) {
    check();
  } else if (values.add !== undefined) {
    add(readStructure(values.add));
  } else if (first === undefined) {
    writeFileSync(PAGE, createPage());
  } else if (second === undefined) {
    judge(findNewest(), readStructure(first));
  } else {
    judge(readStructure(first), readStructure(second));
  }
}

function judge(before: Structure, after: Structure): void {
  process.exitCode = tell(before, after).some(({ isBreaking }) => isBreaking) ? 1 : 0;
}

function check(): void {
  if (readFileSync(PAGE, 'utf8') !== createPage()) {
    console.error('docs/compatibility.md is stale: run "npm run compatibility" and commit it.');
    process.exitCode = 1;
  }
}

function add(release: Structure): void {
  const newest = findNewest();
  const kept = reduce(release, Object.keys(newest.operations));
  tell(newest, kept);
  writeFileSync(new URL(`${kept.version}.json`, STRUCTURES), `${JSON.stringify(kept)}\n`);
  writeFileSync(PAGE, createPage());
}

function tell(before: Structure, after: Structure): Effect[] {
  const effects = compare(before, after, listUses(schema));
  console.log(printComparison(before.version, after.version, effects));
  return effects;
}

function findNewest(): Structure {
  const [first, ...others] = readStructures();
  return others.at(-1) ?? first;
}
