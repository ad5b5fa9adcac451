import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Stage, Step } from './dockerfile.ts';

/** What an image says of how it is run. */
export interface Built {
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/** Where stages are built, and from what. */
export interface Place {
  readonly project: string;
  /** An empty folder that may hold mounts. */
  readonly folder: string;
  /** The files of the build's context. */
  readonly context: readonly string[];
}

/**
 * Carries stages out and answers the last one. `scratch` is an empty folder; any other image is taken for one with
 * Node.js and npm, and is this machine's own file system, all changes going elsewhere.
 * @throws Error for an instruction that it does not know, or a command that fails
 */
export function buildImage(stages: readonly Stage[], place: Place): Built {
  const roots = new Map<string, string>();
  let last: Built | undefined;
  for (const [index, { image, name, steps }] of stages.entries()) {
    const root = image === 'scratch' ? createEmpty(place, `stage-${index}`) : createNodeImage(place, `stage-${index}`);
    roots.set(name ?? String(index), root);
    last = runSteps(steps, { root, roots, place });
  }
  if (!last) {
    throw new TypeError('expected a stage, but got: none');
  }
  return last;
}

function createEmpty({ folder }: Place, name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

function createNodeImage({ folder }: Place, name: string): string {
  const [root = '', upper = '', work = ''] = ['root', 'upper', 'work'].map((each) => join(folder, `${name}-${each}`));
  for (const each of [root, upper, work]) {
    mkdirSync(each);
  }
  mount('-t', 'overlay', 'overlay', '-o', `lowerdir=/,upperdir=${upper},workdir=${work}`, root);
  mount('--rbind', '/proc', join(root, 'proc'));
  mount('--rbind', '/dev', join(root, 'dev'));
  // What a container engine puts there, and what the official image has.
  for (const file of ['/etc/resolv.conf', '/etc/hosts'].filter((each) => existsSync(each))) {
    writeFileSync(join(root, file), readFileSync(file));
  }
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  cpSync(process.execPath, join(root, 'usr/local/bin/node'), { dereference: true });
  addUser(join(root, 'etc/passwd'), 'node:x:1000:1000::/nonexistent:/bin/sh\n');
  addUser(join(root, 'etc/group'), 'node:x:1000:\n');
  return root;
}

function addUser(file: string, line: string): void {
  if (!/^node:/m.test(readFileSync(file, 'utf8'))) {
    appendFileSync(file, line);
  }
}

interface Work {
  readonly root: string;
  readonly roots: ReadonlyMap<string, string>;
  readonly place: Place;
}

function runSteps(steps: readonly Step[], work: Work): Built {
  let built: Built = { root: work.root, environment: {}, user: '0:0', entrypoint: [], command: [], healthcheck: [] };
  let folder = '/';
  for (const step of steps) {
    const { keyword, text, words } = step;
    if (keyword === 'WORKDIR') {
      folder = text;
      mkdirSync(join(work.root, folder), { recursive: true });
    } else if (keyword === 'COPY') {
      copy(step, folder, work);
    } else if (keyword === 'RUN') {
      execFileSync('chroot', [work.root, '/bin/sh', '-c', `cd ${folder} && ${text}`], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, PATH: `/usr/local/bin:${process.env.PATH}`, CI: 'true' },
      });
    } else {
      built = applyMetadata(built, keyword, words);
    }
  }
  return built;
}

function applyMetadata(built: Built, keyword: string, words: readonly string[]): Built {
  switch (keyword) {
    case 'ENV':
      return {
        ...built,
        environment: { ...built.environment, ...Object.fromEntries(words.map((word) => word.split('=', 2))) },
      };
    case 'USER':
      return { ...built, user: words[0] ?? '' };
    case 'ENTRYPOINT':
      return { ...built, entrypoint: words };
    case 'CMD':
      return { ...built, command: words };
    case 'HEALTHCHECK':
      return { ...built, healthcheck: words };
    case 'ARG':
    case 'LABEL':
    case 'EXPOSE':
    case 'STOPSIGNAL':
      return built;
    default:
      throw new TypeError(`expected an instruction of this project's Dockerfile, but got: ${keyword}`);
  }
}

function copy({ flags, words }: Step, folder: string, { root, roots, place }: Work): void {
  const sources = words.slice(0, -1);
  const target = join(root, (words.at(-1) ?? '').replace(/^(?!\/)/, `${folder}/`));
  const from = flags.get('from');
  for (const source of sources) {
    if (from === undefined) {
      copyFromContext(source, target, place);
    } else {
      copyTree(join(roots.get(from) ?? '', source), target);
    }
  }
}

function copyFromContext(source: string, target: string, { project, context }: Place): void {
  const files = context.filter((file) => file === source || file.startsWith(`${source}/`));
  if (files.length === 0) {
    throw new Error(`COPY ${source}: not in the build's context`);
  }
  for (const file of files) {
    const to = file === source ? join(target, basename(file)) : join(target, file.slice(source.length + 1));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(project, file), to);
  }
}

function copyTree(source: string, target: string): void {
  const isFolder = statSync(source).isDirectory();
  mkdirSync(target, { recursive: true });
  execFileSync('cp', ['-a', isFolder ? `${source}/.` : source, target]);
}

/** Mounts, in the mounts of this process alone. */
export function mount(...args: readonly string[]): void {
  execFileSync('mount', args);
}
