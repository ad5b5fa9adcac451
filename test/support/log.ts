import type { Log } from '../../src/log.ts';

/** One line of the log. */
interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  /** What is told beside the fields; of a line without fields, all of it. */
  readonly message: string;
}

/** A log that keeps what it is told. */
export function aLog(): { readonly log: Log; readonly lines: Line[]; readonly errors: () => Line[] } {
  const lines: Line[] = [];
  const at =
    (level: Line['level']) =>
    (told: Line['fields'] | string, text = '') => {
      lines.push(
        typeof told === 'string' ? { level, fields: {}, message: told } : { level, fields: told, message: text },
      );
    };
  return {
    lines,
    errors: () => lines.filter(({ level }) => level === 'error'),
    log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } as unknown as Log,
  };
}

/** The lines about requests. */
export function requestLines(lines: readonly Line[]): Line['fields'][] {
  return lines.filter(({ fields }) => 'milliseconds' in fields).map(({ fields }) => fields);
}
