const MINUTES: Readonly<Record<string, number>> = {
  microseconds: 1 / 60_000_000,
  milliseconds: 1 / 60_000,
  seconds: 1 / 60,
  minutes: 1,
  hours: 60,
  days: 1440,
  weeks: 10_080,
};

/** Reads authentik's own notation of durations, such as `days=90;hours=12`, as minutes; undefined when it is none. */
export function readDuration(text: unknown): number | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  const parts = text.split(';').map((part) => /^\s*([a-z]+)=(-?\d+(?:\.\d+)?)\s*$/.exec(part));
  const minutes = parts.map((part) => Number(part?.[2]) * (MINUTES[part?.[1] ?? ''] ?? Number.NaN));
  const sum = minutes.reduce((total, each) => total + each, 0);
  return Number.isNaN(sum) ? undefined : sum;
}
