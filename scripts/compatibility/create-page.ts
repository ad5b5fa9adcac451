import { readdirSync } from 'node:fs';
import { schema } from '../../src/schema.ts';
import { compare } from './compare.ts';
import { printPage } from './page.ts';
import { readStructure, type Structure } from './structure.ts';
import { listUses } from './uses.ts';

/** Where they are kept, a file each. */
export const STRUCTURES = new URL('../../test/contract/structures/', import.meta.url);

/** What the releases have that the sandbox plays, oldest first. */
export function readStructures(): readonly [Structure, ...Structure[]] {
  const [first, ...others] = readdirSync(STRUCTURES)
    .map((file) => readStructure(new URL(file, STRUCTURES)))
    .toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
  if (!first) {
    throw new TypeError('expected structures of releases, but got: none');
  }
  return [first, ...others];
}

/** Makes `docs/compatibility.md` from each neighbouring pair of releases. */
export function createPage(): string {
  const uses = listUses(schema);
  const structures = readStructures();
  const steps = structures.flatMap((after, index) => {
    const before = structures[index - 1];
    return before ? [{ release: after.version, effects: compare(before, after, uses) }] : [];
  });
  return printPage(structures, steps);
}
