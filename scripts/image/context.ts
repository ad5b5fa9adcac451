import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import dockerignore from '@balena/dockerignore';

/** The files that a build gets of the project: those of the repository that .dockerignore leaves, relative to it. */
export function readContext(project: string): string[] {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    encoding: 'utf8',
  });
  const ignored = dockerignore.default().add(readFileSync(`${project}/.dockerignore`, 'utf8'));
  return ignored.filter(files.split('\n').filter((file) => file !== ''));
}
