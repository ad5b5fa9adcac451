import type { Exchange } from './recordings.ts';

const MADE_UP = new RegExp(
  [
    /(?<uuid>[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})/,
    /(?<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|\+00:00|\+00))/,
    /(?<digest>\b[0-9a-f]{64}\b)/,
    /(?<key>\b[A-Za-z0-9]{60}\b)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

const HALF_HOUR_MS = 30 * 60_000;
/** How long the recorded story may have taken. */
const STORY_MS = 120_000;

/** When the story is told: the moments of the requests so far, and when the recorded one began. */
export type Clocks = { readonly moments: readonly Date[]; readonly began: Date };

/** A moment just before the story's first token was made, which it tells by the time that the token was given. */
export function beginningOf(story: readonly Exchange[]): Date {
  const expiry = /"expires":"([^"]+)"/.exec(JSON.stringify(story.map(({ response }) => response.body)))?.[1];
  return new Date(millisecondsOf(expiry ?? '') - HALF_HOUR_MS - 5000);
}

/** Tells a recorded story to another server, whose made-up values are others. */
export type Teller = {
  /** A recorded request with the other server's values in the place of the recorded ones. */
  readonly translate: (request: Exchange['request']) => Exchange['request'];
  /**
   * What was recorded, in the other server's values. A value seen for the first time is taken from what the other server
   * says in the same place, once it is of the same kind and no other recorded value stands for it already; a time must
   * be the moment of a request of the story or half an hour later. Everything else stays as recorded and has to be equal.
   */
  readonly expected: (recorded: unknown, replayed: unknown) => unknown;
};

/** @param known every value that both servers have: the rows that the story begins with. */
export function createTeller(known: string, clocks: Clocks): Teller {
  const others = new Map<string, string>();
  const bind = (kind: string, recorded: string, replayed: string): string => {
    const bound = others.get(recorded);
    if (bound !== undefined) return bound;
    const isFresh = !known.includes(recorded) && !known.includes(replayed);
    const isTaken = [...others.values()].includes(replayed);
    const fits = isFresh && (kind === 'time' ? isMoment(recorded, replayed, clocks) : !isTaken);
    if (!fits) return recorded;
    others.set(recorded, replayed);
    return replayed;
  };
  const translateText = (text: string) => text.replace(MADE_UP, (part) => others.get(part) ?? part);
  const expectedText = (recorded: string, replayed: string): string => {
    const [ours, theirs] = [split(recorded), split(replayed)];
    return ours
      .map(({ kind, part }, at) => {
        const other = theirs[at];
        return kind !== 'plain' && kind === other?.kind ? bind(kind, part, other.part) : part;
      })
      .join('');
  };
  return {
    translate: (request) => JSON.parse(translateText(JSON.stringify(request))),
    expected: (recorded, replayed) => walk(recorded, replayed, expectedText),
  };
}

type Part = { readonly kind: string; readonly part: string };

function split(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(MADE_UP)) {
    parts.push({ kind: 'plain', part: text.slice(end, match.index) });
    const kind = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined)?.[0] ?? 'plain';
    parts.push({ kind, part: match[0] });
    end = match.index + match[0].length;
  }
  return [...parts, { kind: 'plain', part: text.slice(end) }];
}

// Both must be told at the same distance from a moment of their story: at it, or half an hour later.
function isMoment(recorded: string, replayed: string, { moments, began }: Clocks): boolean {
  const distance = [0, HALF_HOUR_MS].find((after) =>
    moments.some((moment) => moment.getTime() + after === millisecondsOf(replayed)),
  );
  if (distance === undefined || formOf(recorded) !== formOf(replayed)) return false;
  const sinceBegin = millisecondsOf(recorded) - distance - began.getTime();
  return sinceBegin >= 0 && sinceBegin < STORY_MS;
}

function millisecondsOf(time: string): number {
  return Date.parse(time.replace(' ', 'T').replace(/\+00(:00)?$/, 'Z'));
}

function formOf(time: string): string {
  return time.replace(/\.\d+/, '').replace(/\d/g, '0');
}

function walk(recorded: unknown, replayed: unknown, text: (recorded: string, replayed: string) => string): unknown {
  if (typeof recorded === 'string' && typeof replayed === 'string') return text(recorded, replayed);
  if (Array.isArray(recorded)) {
    return recorded.map((item, index) => walk(item, Array.isArray(replayed) ? replayed[index] : undefined, text));
  }
  if (!isRecord(recorded)) return recorded;
  const entries = Object.entries(recorded).map(
    ([name, value]) => [name, walk(value, isRecord(replayed) ? replayed[name] : undefined, text)] as const,
  );
  return withNumericKey(Object.fromEntries(entries), recorded);
}

// `num_pk` is made of a UUID's first decimal digits: where that one was translated, it has to follow.
function withNumericKey(row: Record<string, unknown>, recorded: Record<string, unknown>): Record<string, unknown> {
  if (!('num_pk' in row) || row.pk === recorded.pk || typeof row.pk !== 'string') return row;
  return {
    ...row,
    num_pk: Number(
      BigInt(`0x${row.pk.replaceAll('-', '')}`)
        .toString()
        .slice(0, 5),
    ),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
