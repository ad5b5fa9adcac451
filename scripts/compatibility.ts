import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { schema } from '../src/schema.ts';
import { compare } from './compatibility/compare.ts';
import { createPage, readStructures, STRUCTURES } from './compatibility/create-page.ts';
import { printComparison } from './compatibility/page.ts';
import { reduce } from './compatibility/reduce.ts';
import { readStructure, type Structure } from './compatibility/structure.ts';
import { listUses } from './compatibility/uses.ts';

const PAGE = new URL('../docs/compatibility.md', import.meta.url);
const USAGE = `npm run compatibility                        writes docs/compatibility.md
npm run compatibility -- --check             fails where it is stale
npm run compatibility -- DOCUMENT [OTHER]    says what a release does to the schema
npm run compatibility -- --add DOCUMENT      keeps a release, and writes docs/compatibility.md`;

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
    tell(findNewest(), readStructure(first));
  } else {
    tell(readStructure(first), readStructure(second));
  }
}

function check(): void {
  if (readFileSync(PAGE, 'utf8') !== createPage()) {
    throw new Error('docs/compatibility.md is stale: run "npm run compatibility" and commit it.');
  }
}

function add(release: Structure): void {
  const newest = findNewest();
  const kept = reduce(release, Object.keys(newest.operations));
  tell(newest, kept);
  const { version, ...rest } = kept;
  writeFileSync(new URL(`${version}.json`, STRUCTURES), JSON.stringify({ version, document: version, ...rest }));
  writeFileSync(PAGE, createPage());
}

function tell(before: Structure, after: Structure): void {
  console.log(printComparison(before.version, after.version, compare(before, after, listUses(schema))));
}

function findNewest(): Structure {
  const [first, ...others] = readStructures();
  return others.at(-1) ?? first;
}
