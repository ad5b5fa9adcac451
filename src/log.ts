import { type Logger, pino } from 'pino';

/** What the gateway writes its JSON log lines with. Never hand it variables, bodies, headers or credentials. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** The words of `logLevel`, from silent to everything. */
export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** Creates the log: one JSON object a line on standard error, so that standard output stays for people. */
export function createLog(level: (typeof LOG_LEVELS)[number]): Log {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
