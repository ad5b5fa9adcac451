// A rolling upgrade shows within this time; a probe that came to nothing is repeated sooner.
const FRESH_MS = 600_000;
const RETRY_MS = 60_000;
// While old and new run side by side, answers contradict each other all the time.
const DOUBT_MS = 10_000;

/** When a question about authentik's version is due. */
interface Schedule {
  /** Runs the question if it is due, and answers the one that is under way, if any. */
  readonly run: (question: () => Promise<void>) => Promise<void>;
  readonly end: (outcome: { readonly isFound: boolean; readonly isRepeated: boolean }) => void;
  /** Makes the next question due soon, unless the same answer has come in doubt already. */
  readonly hurry: () => void;
}

/** Creates the schedule: due at once, then every ten minutes, one minute after a question that came to nothing. */
export function createSchedule(now: () => number): Schedule {
  let dueAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;
  let isHurried = false;
  let isTrusted = false;
  let running: Promise<void> | undefined;
  return {
    run: (question) => {
      if (running === undefined && now() >= dueAt) {
        askedAt = now();
        running = question().finally(() => {
          running = undefined;
        });
      }
      return running ?? Promise.resolve();
    },
    end: ({ isFound, isRepeated }) => {
      dueAt = now() + (isFound ? FRESH_MS : RETRY_MS);
      isTrusted = isRepeated && isHurried;
      isHurried = false;
    },
    hurry: () => {
      if (!isTrusted) {
        isHurried = true;
        dueAt = Math.min(dueAt, askedAt + DOUBT_MS);
      }
    },
  };
}
