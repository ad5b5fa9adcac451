import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

const PAGE = new URL('../../../docs/federation.md', import.meta.url);

/** Holds measured rows against the table of this name in docs/federation.md; with UPDATE_DOCS set it writes them there. */
export function expectTable(
  name: string,
  titles: readonly string[],
  rows: ReadonlyMap<string, readonly string[]>,
): void {
  const lines = [titles, titles.map(() => '---'), ...[...rows].map(([row, cells]) => [row, ...cells])];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const page = readFileSync(PAGE, 'utf8');
  const place = new RegExp(`(?<=<!-- ${name} -->\\n\\n)[\\s\\S]*?(?=\\n\\n<!-- /${name} -->)`);
  if (process.env.UPDATE_DOCS !== undefined) {
    writeFileSync(PAGE, page.replace(place, table));
  }
  expect(place.exec(readFileSync(PAGE, 'utf8'))?.[0]).toBe(table);
}

/** The query of the supergraph that docs/federation.md shows, and its answer. */
export function readExample(): { readonly document: string; readonly answer: unknown } {
  const page = readFileSync(PAGE, 'utf8');
  const [, document = '', answer = 'null'] =
    /<!-- example -->\n\n```text\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```\n\n<!-- \/example -->/.exec(page) ?? [];
  return { document, answer: JSON.parse(answer) };
}
