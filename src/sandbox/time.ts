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

function offsetMinutes(offset: string | undefined): number {
  if (!offset || offset.toUpperCase() === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', '') || 0);
  return offset.startsWith('-') ? -minutes : minutes;
}
