import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder, with a slash at the end. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** The absolute path of a file of the project. */
export function projectFile(path: string): string {
  return `${PROJECT}${path}`;
}

/** Every page of documentation, relative to the project. */
export function documentationPages(): string[] {
  const pages = ['docs', 'examples'].flatMap((folder) =>
    readdirSync(projectFile(folder), { recursive: true }).map((path) => `${folder}/${String(path)}`),
  );
  return ['README.md', ...pages.sort()].filter(
    (path) => path.endsWith('.md') && !path.includes('node_modules') && existsSync(projectFile(path)),
  );
}
