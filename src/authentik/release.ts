import { OLDEST_RELEASE } from './since.ts';

/** A line of authentik releases, `2025.10` as 202510: what lines can do differs, what patches of one line can do does not. */
export type Release = number;

/** What is known of the release behind: it is not older than `atLeast`, and older than `before`. */
export interface KnownRelease {
  readonly atLeast: Release;
  readonly before: Release;
}

/** Nothing is known. */
export const UNKNOWN_RELEASE: KnownRelease = { atLeast: 0, before: Number.POSITIVE_INFINITY };

// What is taken for granted while nobody knows better.
const BASELINE: Release = 202510;

/** Reads authentik's version, e.g. `2025.10.0-rc1`; `undefined` for what is none. */
export function parseRelease(version: string): Release | undefined {
  const [, year, line] = /^(20\d\d)\.(1[0-2]|[1-9])(\.|$)/.exec(version) ?? [];
  return year === undefined ? undefined : Number(year) * 100 + Number(line);
}

/** Writes a release line as authentik does, e.g. `2025.10`. */
export function formatRelease(release: Release): string {
  return `${Math.floor(release / 100)}.${release % 100}`;
}

/** Says that a release is known exactly. */
export function exactly(release: Release): KnownRelease {
  return { atLeast: release, before: release + 1 };
}

/** Whether the release behind has what came with `since`; `undefined` where that is not known. */
export function isSince({ atLeast, before }: KnownRelease, since: Release): boolean | undefined {
  return atLeast >= since ? true : before <= since ? false : undefined;
}

/** Both at once; `undefined` where they contradict each other. */
export function narrow(one: KnownRelease, other: KnownRelease): KnownRelease | undefined {
  const both = { atLeast: Math.max(one.atLeast, other.atLeast), before: Math.min(one.before, other.before) };
  return both.atLeast < both.before ? both : undefined;
}

/** One or the other, and whatever is between them. */
export function cover(one: KnownRelease, other: KnownRelease): KnownRelease {
  return { atLeast: Math.min(one.atLeast, other.atLeast), before: Math.max(one.before, other.before) };
}

/** The release to reckon with where one has to be: the baseline if it may be that, else the oldest that it may be. */
export function assume({ atLeast, before }: KnownRelease): Release {
  return atLeast < BASELINE && before > BASELINE ? BASELINE : Math.max(atLeast, OLDEST_RELEASE);
}

/** Writes what is known, e.g. `2025.10`, `2025.8 or newer, older than 2025.12`; `undefined` where that is nothing. */
export function formatKnown({ atLeast, before }: KnownRelease): string | undefined {
  if (before === atLeast + 1) {
    return formatRelease(atLeast);
  }
  const from = atLeast > 0 ? [`${formatRelease(atLeast)} or newer`] : [];
  const to = Number.isFinite(before) ? [`older than ${formatRelease(before)}`] : [];
  return [...from, ...to].join(', ') || undefined;
}
