/**
 * Adds to package-lock.json what `npm install` leaves out where a registry lacks the binaries of other platforms: the
 * optional packages that its packages name by exact version. Without them `npm ci` refuses the file everywhere.
 * Run after `npm install`: `npm run lock`; with `--check` it only says whether something is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
const missing = Object.entries(lock.packages).flatMap(([path, parent]) =>
  Object.entries(parent.optionalDependencies ?? {})
    .filter(([name, version]) => /^\d/.test(version) && !isLocked(path, name))
    .map(([name, version]) => ({ name, version, parent })),
);

if (process.argv.includes('--check')) {
  if (missing.length > 0) {
    console.error(`package-lock.json lacks ${missing.length} optional packages: run "npm run lock" and commit it.`);
    process.exit(1);
  }
} else if (missing.length > 0) {
  for (const { name, version, parent } of missing) {
    lock.packages[`node_modules/${name}`] = toEntry(name, version, parent);
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}

function isLocked(path: string, name: string): boolean {
  const folders = [
    path,
    ...path.split('/node_modules/').map((_part, index, parts) => parts.slice(0, index).join('/node_modules/')),
  ];
  return folders.some((folder) => `${folder === '' ? '' : `${folder}/`}node_modules/${name}` in lock.packages);
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
