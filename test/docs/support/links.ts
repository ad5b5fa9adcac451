import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { projectFile } from './project.ts';

/** The links of a page that lead nowhere: to a file that is not there or a heading that no page has. */
export function findDeadLinks(page: string): string[] {
  return findTargets(page).filter((target) => !isAlive(page, target));
}

/** Every link and picture of a page that stays within the project. */
export function findTargets(page: string): string[] {
  const text = withoutBlocks(readFileSync(projectFile(page), 'utf8'));
  const found = [...text.matchAll(/\]\(([^)\s]+)[^)]*\)|(?:src|href|srcset)="([^"]+)"/g)];
  return found
    .map(([, link, attribute]) => link ?? attribute ?? '')
    .filter((target) => !/^(https?|mailto):/.test(target));
}

function isAlive(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)));
  if (!existsSync(projectFile(file)) || file.startsWith('..')) {
    return false;
  }
  return anchor === undefined || !file.endsWith('.md') || anchorsOf(file).includes(anchor);
}

function anchorsOf(page: string): string[] {
  const text = withoutBlocks(readFileSync(projectFile(page), 'utf8'));
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function withoutBlocks(text: string): string {
  return text
    .replace(/^( *)(`{3,}).*\n[\s\S]*?\n\1\2 *$/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));
}
