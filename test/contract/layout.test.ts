import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAX_LINES = 150;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(`${ROOT}/${file}`));
const read = (file: string): string => readFileSync(`${ROOT}/${file}`, 'utf8');
const sources = files.filter((file) => /^src\/.*\.ts$/.test(file));

describe('source files', () => {
  it(`have at most ${MAX_LINES} lines each`, () => {
    const long = sources
      .map((file) => [file, read(file).split('\n').length - 1] as const)
      .filter(([, lines]) => lines > MAX_LINES);

    expect(sources.length).toBeGreaterThan(50);
    expect(long).toEqual([]);
  });

  it('have a docstring on each export', () => {
    const bare = sources
      .filter((file) => !file.endsWith('index.ts'))
      .flatMap((file) => {
        const lines = read(file).split('\n');
        return lines
          .map((line, index) => ({ file, line, before: lines[index - 1] ?? '' }))
          .filter(({ line, before }) => /^export (?!\{|\*|type \{)/.test(line) && !/\*\/\s*$/.test(before));
      });

    expect(bare).toEqual([]);
  });

  it('read the environment, write to the console and end the process in the command line only', () => {
    const strays = sources.filter(
      (file) => !/^src\/cli(\.ts|\/)/.test(file) && /process\.(env|exit|argv|stdout|stderr)|console\./.test(read(file)),
    );

    expect(strays).toEqual([]);
  });

  it('listen in one place only', () => {
    expect(sources.filter((file) => /\bcreateServer\(|\.listen\(/.test(read(file)))).toEqual(['src/server.ts']);
  });
});

describe('every file', () => {
  it('is free of paths of somebody’s machine and of registry hosts', () => {
    const texts = files.filter((file) => !/\.(png|svg|ico)$/.test(file));

    const offenders = texts.filter((file) =>
      new RegExp(['/wor' + 'k/', '/hom' + 'e/', '/roo' + 't/', 'registry\\.npm' + 'js'].join('|')).test(read(file)),
    );

    expect(offenders).toEqual([]);
  });
});
