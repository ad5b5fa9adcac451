import { readFileSync, writeFileSync } from 'node:fs';
import { sdl } from '../src/schema.ts';

const file = new URL('../schema.graphql', import.meta.url);

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== sdl) {
    console.error('schema.graphql is stale: run "npm run schema" and commit it.');
    process.exit(1);
  }
} else {
  writeFileSync(file, sdl);
}
