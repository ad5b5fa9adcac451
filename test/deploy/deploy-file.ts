import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The absolute path of a file of the project. */
export function toPath(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}

/** The text of a file of the project. */
export function readText(file: string): string {
  return readFileSync(toPath(file), 'utf8');
}

/** A YAML file of the project, anchors and merges resolved. */
export function readYaml(file: string): unknown {
  return parse(readText(file), { merge: true });
}
