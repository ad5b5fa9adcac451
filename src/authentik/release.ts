/** A line of authentik releases, `2025.10` as 202510: what lines can do differs, what patches of one line can do does not. */
export type Release = number;

/** What is taken for granted while nobody knows better. */
export const BASELINE: Release = 202510;

/** Reads authentik's version, e.g. `2025.10.0-rc1`; `undefined` for what is none. */
export function parseRelease(version: string): Release | undefined {
  const [, year, line] = /^(20\d\d)\.(1[0-2]|[1-9])(\.|$)/.exec(version) ?? [];
  return year === undefined ? undefined : Number(year) * 100 + Number(line);
}

/** Writes a release line as authentik does, e.g. `2025.10`. */
export function formatRelease(release: Release): string {
  return `${Math.floor(release / 100)}.${release % 100}`;
}
