// A program whose end fails; run as a process of its own.
import { stopOnSignals } from '../../src/cli/signals.ts';
import { createLog } from '../../src/log.ts';

stopOnSignals({ banner: '', stop: () => Promise.reject(new Error('cannot close')) }, createLog('error'));
process.stdout.write('running');
setInterval(() => undefined, 60_000);
