/** A piece of work for a worker. */
export interface Job {
  /** Does it and answers how many milliseconds it is to have taken. `isAlone`: nothing else is worked on or waits. */
  readonly start: (isAlone: boolean) => Promise<number>;
  /** Hands its result over, when that time has passed. */
  readonly end: () => void;
}

/** Workers that take jobs in their order, on a clock that moves only when all who could submit more wait for a job to end. */
export interface VirtualClock {
  readonly submit: (job: Job) => void;
  /** Milliseconds since {@link VirtualClock.reset}, when the last job to end ended. */
  readonly now: () => number;
  readonly reset: () => void;
  /** Resolves when no job is left. */
  readonly whenIdle: () => Promise<void>;
}

interface Running {
  readonly job: Job;
  readonly endsAt: number;
}

// Turns of the event loop without a new job after which those who submit are taken to wait. They do no I/O of their own
// between jobs, so a few turns are enough, however slow the machine is.
const QUIET_TURNS = 25;

/** Creates a clock with so many workers, at zero. */
export function createVirtualClock(workers: number): VirtualClock {
  const waiting: Job[] = [];
  const running: Running[] = [];
  let submitted = 0;
  let now = 0;
  let turning: Promise<void> | undefined;

  async function turn(): Promise<void> {
    await settle(() => submitted);
    while (waiting.length + running.length > 0) {
      await startWork();
      const next = running.reduce((first, other) => (other.endsAt < first.endsAt ? other : first));
      running.splice(running.indexOf(next), 1);
      now = next.endsAt;
      next.job.end();
      await settle(() => submitted);
    }
    turning = undefined;
  }

  async function startWork(): Promise<void> {
    while (running.length < workers && waiting.length > 0) {
      const isAlone = waiting.length + running.length === 1;
      const job = waiting.shift();
      if (job) {
        running.push({ job, endsAt: now + (await job.start(isAlone)) });
      }
    }
  }

  return {
    submit: (job) => {
      submitted += 1;
      waiting.push(job);
      turning ??= turn();
    },
    now: () => now,
    reset: () => {
      now = 0;
    },
    whenIdle: async () => turning,
  };
}

async function settle(count: () => number): Promise<void> {
  let seen = count();
  for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (count() !== seen) {
      seen = count();
      quiet = 0;
    }
  }
}
