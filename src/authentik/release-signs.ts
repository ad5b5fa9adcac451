import { type KnownRelease, type Release, UNKNOWN_RELEASE } from './release.ts';

type Signs = Readonly<Record<string, Release>>;

/**
 * Properties by which rows tell their release, and the release that they came with. They are there whatever is switched
 * off and whoever asks (OpenAPI documents of 2024.6 to 2026.8; recorded on 2024.6.5, 2025.10.0-rc1, 2025.12.4 and 2026.2.3-rc1).
 */
const USER: Signs = { password_change_date: 202502, date_joined: 202504, last_updated: 202508, roles: 202512 };
const GROUP: Signs = { children: 202508, parents: 202512 };
const VIEWER: Signs = { roles: 202512 };

// Only these answers have such rows, and where they have them.
const READERS: readonly (readonly [RegExp, Signs, (row: Row) => unknown])[] = [
  [/^\/core\/users\/(\d+\/)?$/, USER, (row) => row],
  [/^\/core\/users\/me\/$/, VIEWER, ({ user }) => user],
  [/^\/core\/tokens\/([^/]+\/)?$/, USER, ({ user_obj }) => user_obj],
  [/^\/core\/groups\/([^/]+\/)?$/, GROUP, (row) => row],
];

type Row = Readonly<Record<string, unknown>>;

/** What an answer tells of the release by what its first row looks like; `path` without query, `json` already held against its shape. */
export function readSigns(path: string, json: unknown): KnownRelease {
  const [, signs, pick] = READERS.find(([expression]) => expression.test(path)) ?? [];
  const first = firstOf(json);
  const row = first && pick?.(first);
  return signs && isRow(row) ? toKnown(row, signs) : UNKNOWN_RELEASE;
}

// What came before something that is there, and is not there itself, has gone again since: that tells nothing.
function toKnown(row: Row, signs: Signs): KnownRelease {
  const since = Object.entries(signs);
  const atLeast = Math.max(
    UNKNOWN_RELEASE.atLeast,
    ...since.filter(([property]) => Object.hasOwn(row, property)).map(([, release]) => release),
  );
  const before = Math.min(
    UNKNOWN_RELEASE.before,
    ...since.map(([, release]) => release).filter((release) => release > atLeast),
  );
  return { atLeast, before };
}

function firstOf(json: unknown): Row | undefined {
  const rows = isRow(json) && Array.isArray(json.results) ? json.results : [json];
  const [first] = rows;
  return isRow(first) ? first : undefined;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}
