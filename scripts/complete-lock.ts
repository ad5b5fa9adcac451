/**
 * Adds to lock files what `npm install` leaves out where a registry lacks the binaries of other platforms: the optional
 * packages that their packages name by exact version. Without them `npm ci` refuses the file everywhere.
 * Run after `npm install`: `npm run lock`; with `--check` it only says whether something is missing. Takes the paths of lock
 * files; default: package-lock.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  packages: Record<string, LockedPackage>;
}

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const isCheck = process.argv.includes('--check');
const paths = process.argv.slice(2).filter((argument) => argument !== '--check');
const isIncomplete = (paths.length > 0 ? paths : ['package-lock.json']).map(complete).includes(true);
process.exitCode = isCheck && isIncomplete ? 1 : 0;

/** Answers whether something was missing. */
function complete(path: string): boolean {
  const file = new URL(`../${path}`, import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  const missing = Object.entries(lock.packages).flatMap(([at, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name, version]) => /^\d/.test(version) && !isLocked(lock, at, name))
      .map(([name, version]) => ({ name, version, parent })),
  );
  if (isCheck && missing.length > 0) {
    console.error(`${path} lacks ${missing.length} optional packages: run "npm run lock" and commit it.`);
  } else if (missing.length > 0) {
    for (const { name, version, parent } of missing) {
      lock.packages[`node_modules/${name}`] = toEntry(name, version, parent);
    }
    lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  }
  return missing.length > 0;
}

function isLocked({ packages }: Lock, path: string, name: string): boolean {
  const folders = [
    path,
    ...path.split('/node_modules/').map((_part, index, parts) => parts.slice(0, index).join('/node_modules/')),
  ];
  return folders.some((folder) => `${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages);
}

// What runs where stands in the package's own manifest; its name tells the same, and nothing else is to be had.
function toEntry(name: string, version: string, { dev, license }: LockedPackage): object {
  const words = name.split('/').pop()?.split('-') ?? [];
  const system = SYSTEMS.filter((word) => words.includes(word));
  const processor = PROCESSORS.filter((word) => words.includes(word));
  const isMusl = words.some((word) => word.startsWith('musl'));
  const libc = isMusl ? ['musl'] : words.some((word) => word.startsWith('gnu')) ? ['glibc'] : [];
  return {
    version,
    ...(processor.length > 0 ? { cpu: processor } : {}),
    ...(dev ? { dev } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    ...(license ? { license } : {}),
    optional: true,
    ...(system.length > 0 ? { os: system } : {}),
  };
}
