import type { Log } from '../../src/log.ts';

/** One line of the log. */
interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A sentence of the log. */
interface Sentence {
  readonly level: Line['level'];
  readonly text: string;
}

/** A log that keeps what it is told: lines with fields, and what all lines say in words. */
export function aLog(): {
  readonly log: Log;
  readonly lines: Line[];
  readonly sentences: Sentence[];
  readonly errors: () => Line[];
} {
  const lines: Line[] = [];
  const sentences: Sentence[] = [];
  const at = (level: Line['level']) => (told: Line['fields'] | string, words?: string) => {
    if (typeof told !== 'string') {
      lines.push({ level, fields: told });
    }
    sentences.push({ level, text: typeof told === 'string' ? told : (words ?? '') });
  };
  return {
    lines,
    sentences,
    errors: () => lines.filter(({ level }) => level === 'error'),
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as unknown as Log,
  };
}

/** The lines about requests. */
export function requestLines(lines: readonly Line[]): Line['fields'][] {
  return lines.filter(({ fields }) => 'milliseconds' in fields).map(({ fields }) => fields);
}
