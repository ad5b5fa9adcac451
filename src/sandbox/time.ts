const ISO_TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d*)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * Reads a time as Django's ISO 8601 fields do: a date alone is its midnight, a time without an offset is UTC.
 * Answers microseconds since 1970 (authentik keeps and compares microseconds), or undefined when it is no time.
 */
export function readTime(text: string): number | undefined {
  const match = ISO_TIME.exec(text.trim());
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  const isRealDate = date.getUTCMonth() === (month ?? 0) - 1 && date.getUTCDate() === day;
  if (!isRealDate || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return undefined;
  date.setUTCHours(hour ?? 0, minute ?? 0, second ?? 0);
  const microseconds = Number((match[7] ?? '').padEnd(6, '0'));
  return (date.getTime() - offsetMinutes(match[8]) * 60_000) * 1000 + microseconds;
}

/** A moment in microseconds since 1970 as authentik writes it: `2026-11-23T14:11:47.217421Z`, without fraction when it is 0. */
export function formatTime(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  const fraction = microseconds - seconds * 1_000_000;
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${whole}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`}Z`;
}

/** The same as Python prints it, as it stands in some of authentik's sentences. */
export function formatLikePython(microseconds: number): string {
  return formatTime(microseconds).replace('T', ' ').replace('Z', '+00:00');
}

/** The moment so many minutes after a date, in microseconds since 1970. */
export function minutesAfter(date: Date, minutes: number): number {
  return (date.getTime() + minutes * 60_000) * 1000;
}

function offsetMinutes(offset: string | undefined): number {
  if (!offset || offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || 0);
  return offset.startsWith('-') ? -minutes : minutes;
}
