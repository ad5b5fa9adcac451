import type { Log } from '../log.ts';
import type { Running } from './run.ts';

// As shells tell a program that ended on Ctrl-C.
const INTERRUPTED = 130;

/**
 * Ends the program on signals and on failures that nobody caught. SIGTERM, as orchestrators send it, goes on for a while
 * until balancers have noticed; SIGINT, as a terminal sends it, does not, and a second signal ends the program at once.
 */
export function stopOnSignals(running: Running, log: Log): void {
  let isStopping = false;

  function tell(error: Error): void {
    log.error({ err: { message: error.message, stack: error.stack } }, 'a failure that nobody caught; ending');
  }

  function stop(isUrgent: boolean, status: number): void {
    if (isStopping) {
      process.exit(INTERRUPTED);
    }
    isStopping = true;
    running.stop(isUrgent).then(
      () => process.exit(status),
      (error: Error) => {
        tell(error);
        process.exit(1);
      },
    );
  }

  process.on('SIGINT', () => stop(true, 0));
  process.on('SIGTERM', () => stop(false, 0));
  // A promise that nobody waits for ends here too. What is left may not be sound, so nothing new is taken.
  process.on('uncaughtException', (error) => {
    tell(error);
    if (!isStopping) {
      stop(true, 1);
    }
  });
}
