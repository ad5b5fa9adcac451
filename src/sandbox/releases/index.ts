import type { Release } from '../release.ts';
import { release2024_8, release2024_10, release2024_12 } from './release-2024.ts';
import { release2024_6 } from './release-2024-6.ts';
import { release2025_2, release2025_4, release2025_6, release2025_8 } from './release-2025.ts';
import { release2025_10 } from './release-2025-10.ts';
import { release2025_12 } from './release-2025-12.ts';
import { release2026_2, release2026_5, release2026_8 } from './release-2026.ts';

const releases: readonly Release[] = [
  ...[release2024_6, release2024_8, release2024_10, release2024_12],
  ...[release2025_2, release2025_4, release2025_6, release2025_8, release2025_10, release2025_12],
  ...[release2026_2, release2026_5, release2026_8],
];

/** The releases of authentik that the sandbox can play, oldest first. */
export const AUTHENTIK_VERSIONS: readonly string[] = releases.map(({ version }) => version);

/** The release that the sandbox plays unless told otherwise: the one it was first recorded from. */
export const DEFAULT_VERSION = release2025_10.version;

/** The release of a version, which may be written without its last part (`2025.10`); undefined for one it cannot play. */
export function findRelease(version: string): Release | undefined {
  return releases.find((release) => release.version === version || lineOf(release.version) === version);
}

function lineOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
