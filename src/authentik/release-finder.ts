import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Credential } from './credential.ts';
import type { CallObserver } from './observer.ts';
import {
  cover,
  exactly,
  formatKnown,
  type KnownRelease,
  narrow,
  parseRelease,
  type Release,
  UNKNOWN_RELEASE,
} from './release.ts';
import { createSchedule } from './release-schedule.ts';
import { exchange, type Upstream } from './transport.ts';

const SETTLE_MS = 1000;
const MAX_BYTES = 100_000;

const VERSION_PATH = '/admin/version/';

const versionShape = z.object({ version_current: z.string() });

/** Asks authentik for its version, until the signal says that nobody wants to know any more. */
export type AskVersion = (signal: AbortSignal) => Promise<unknown>;

/** Knows which release of authentik is behind, one per process: it says nothing about any caller. */
export interface ReleaseFinder {
  /** What is known of the release. Never waits. */
  readonly get: () => KnownRelease;
  /**
   * Is told what an answer looks like ({@link readSigns}). That is what is known while the version is not; where it
   * contradicts the version, authentik was changed, is newer than all that is known here, or the setting is wrong: then
   * it may be either, and is asked again soon.
   */
  readonly learn: (signs: KnownRelease) => void;
  /** Asks for it if that is due, in the background; `ask` must answer as {@link askVersion} does. Never throws. */
  readonly refresh: (ask: AskVersion) => void;
  /** Does the same, and waits for the answer, a second at most. */
  readonly settle: (ask: AskVersion) => Promise<void>;
  /** Gives up a question that is under way. */
  readonly close: () => void;
}

/** What the finder is made with. */
export interface ReleaseFinderOptions {
  /** A version that is taken for granted, so that nobody is asked. */
  readonly version?: string | undefined;
  /** Milliseconds that only ever grow; default: the process's own. */
  readonly now?: () => number;
  /** Is told, in words, when something else is known of the release than before. */
  readonly onChange?: (release: string) => void;
}

/**
 * Creates the finder. A version that cannot be read leaves what answers look like; one that they contradict leaves all
 * that it may be, so that nothing is passed over silently.
 */
export function createReleaseFinder({
  version,
  now = () => performance.now(),
  onChange,
}: ReleaseFinderOptions = {}): ReleaseFinder {
  let told = version === undefined ? undefined : parseRelease(version);
  let seen = UNKNOWN_RELEASE;
  // What an answer looked like that contradicts the version.
  let doubt: KnownRelease | undefined;
  let known = told === undefined ? UNKNOWN_RELEASE : exactly(told);
  const schedule = createSchedule(now);
  const closing = new AbortController();

  function note(): void {
    const next = told === undefined ? seen : cover(exactly(told), doubt ?? exactly(told));
    if (next.atLeast !== known.atLeast || next.before !== known.before) {
      known = next;
      onChange?.(formatKnown(next) ?? 'unknown');
    }
  }

  async function find(ask: AskVersion): Promise<void> {
    const found = await ask(closing.signal).then(toRelease, () => undefined);
    schedule.end({ isFound: found !== undefined, isRepeated: found !== undefined && found === told });
    if (found !== undefined) {
      told = found;
      doubt = doubt && narrow(exactly(found), doubt) ? undefined : doubt;
    }
    note();
  }

  const refresh = (ask: AskVersion) => (version === undefined ? schedule.run(() => find(ask)) : Promise.resolve());
  return {
    get: () => known,
    learn: (signs) => {
      // Where answers contradict each other, what is there counts more than what is not.
      seen = narrow(seen, signs) ?? { ...signs, before: UNKNOWN_RELEASE.before };
      if (told !== undefined && narrow(exactly(told), signs) === undefined) {
        doubt = signs;
        schedule.hurry();
      }
      note();
    },
    refresh: (ask) => void refresh(ask),
    settle: (ask) => Promise.race([refresh(ask), setTimeout(SETTLE_MS, undefined, { ref: false })]),
    close: () => closing.abort(),
  };
}

/**
 * Makes what asks authentik for its version as one caller, beside any operation: neither its budget nor its receipt knows
 * of it, and it has a connection of its own.
 */
export function createAskVersion(upstream: Upstream, observer: CallObserver): (credential: Credential) => AskVersion {
  return (credential) => async (signal) => {
    const options = { credential, observer, signal, requestId: randomUUID(), maxBytes: MAX_BYTES };
    return (await exchange(upstream, VERSION_PATH, options)).json;
  };
}

function toRelease(body: unknown): Release | undefined {
  const parsed = versionShape.safeParse(body);
  return parsed.success ? parseRelease(parsed.data.version_current) : undefined;
}
