import { readFileSync, writeFileSync } from 'node:fs';
import { schema } from '../src/schema.ts';
import { compare } from './compatibility/compare.ts';
import { createPage, readStructures } from './compatibility/create-page.ts';
import { printComparison } from './compatibility/page.ts';
import { readStructure, type Structure } from './compatibility/structure.ts';
import { listUses } from './compatibility/uses.ts';

const file = new URL('../docs/compatibility.md', import.meta.url);
const args = process.argv.slice(2);

if (args.includes('--check')) {
  if (readFileSync(file, 'utf8') !== createPage()) {
    console.error('docs/compatibility.md is stale: run "npm run compatibility" and commit it.');
    process.exit(1);
  }
} else if (args.length > 0) {
  const [first, second] = args.map(readStructure);
  tell(...toPair(first, second));
} else {
  writeFileSync(file, createPage());
}

function toPair(first: Structure | undefined, second: Structure | undefined): [Structure, Structure] {
  const newest = readStructures().at(-1);
  if (!first || !newest) {
    throw new TypeError('expected a structure or an OpenAPI document');
  }
  return second ? [first, second] : [newest, first];
}

function tell(before: Structure, after: Structure): void {
  console.log(printComparison(before.version, after.version, compare(before, after, listUses(schema))));
}
