/** How a check came out: `skipped` means that it could not be looked at, or that there was nothing to look at. */
export type Status = 'ok' | 'warn' | 'fail' | 'skipped';

/** What a check found, in words for a person. Holds no credential. */
export interface Finding {
  readonly status: Status;
  /** One or two whole sentences. */
  readonly sentence: string;
  /** What to do about it; on everything but `ok`, where there is something to do. */
  readonly advice?: string;
}

/** A finding that is as it should be. */
export function ok(sentence: string): Finding {
  return { status: 'ok', sentence };
}

/** A finding that works, with a drawback or a danger. */
export function warn(sentence: string, advice: string): Finding {
  return { status: 'warn', sentence, advice };
}

/** A finding that keeps the gateway from working. */
export function fail(sentence: string, advice: string): Finding {
  return { status: 'fail', sentence, advice };
}

/** A check that had nothing to look at. */
export function skipped(sentence: string): Finding {
  return { status: 'skipped', sentence };
}

const MAX_SHOWN = 120;

/** Text from the other side, fit to be printed: without control characters (a terminal would obey them) and not endless. */
export function shown(text: string): string {
  const printable = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
  return printable.length > MAX_SHOWN ? `${printable.slice(0, MAX_SHOWN)}…` : printable;
}
