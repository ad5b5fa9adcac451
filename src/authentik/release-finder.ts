import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Credential } from './credential.ts';
import type { CallObserver } from './observer.ts';
import {
  exactly,
  formatKnown,
  type KnownRelease,
  narrow,
  parseRelease,
  type Release,
  UNKNOWN_RELEASE,
} from './release.ts';
import { exchange, type Upstream } from './transport.ts';

// A rolling upgrade shows within this time; a probe that came to nothing is repeated sooner.
const FRESH_MS = 600_000;
const RETRY_MS = 60_000;
// While old and new run side by side, answers contradict each other all the time.
const DOUBT_MS = 10_000;
const MAX_BYTES = 100_000;

const VERSION_PATH = '/admin/version/';

const versionShape = z.object({ version_current: z.string() });

/** Knows which release of authentik is behind, one per process: it says nothing about any caller. */
export interface ReleaseFinder {
  /** What is known of the release. Never waits. */
  readonly get: () => KnownRelease;
  /**
   * Is told what an answer looks like ({@link readSigns}). That counts while the version is not known; where it
   * contradicts the version, authentik has been changed or is newer than all that is known here, so it is asked again.
   */
  readonly learn: (signs: KnownRelease) => void;
  /** Asks for it if that is due, in the background; `ask` must answer as {@link askVersion} does. Never throws. */
  readonly refresh: (ask: () => Promise<unknown>) => void;
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

/** Creates the finder. A version that cannot be read leaves what answers look like. */
export function createReleaseFinder({
  version,
  now = () => performance.now(),
  onChange,
}: ReleaseFinderOptions = {}): ReleaseFinder {
  if (version !== undefined) {
    const release = parseRelease(version);
    const fixed = release === undefined ? UNKNOWN_RELEASE : exactly(release);
    return { get: () => fixed, refresh: () => undefined, learn: () => undefined };
  }
  return createAskingFinder(now, (known) => onChange?.(formatKnown(known) ?? 'unknown'));
}

function createAskingFinder(now: () => number, onChange: (known: KnownRelease) => void): ReleaseFinder {
  let known = UNKNOWN_RELEASE;
  // The version that authentik told, and has told again where answers looked otherwise.
  let told: Release | undefined;
  let isConfirmed = false;
  let isAsking = false;
  let dueAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;

  function note(next: KnownRelease): void {
    if (next.atLeast !== known.atLeast || next.before !== known.before) {
      known = next;
      onChange(next);
    }
  }

  async function find(ask: () => Promise<unknown>): Promise<void> {
    isAsking = true;
    askedAt = now();
    const found = await ask().then(toRelease, () => undefined);
    isAsking = false;
    dueAt = now() + (found === undefined ? RETRY_MS : FRESH_MS);
    if (found !== undefined) {
      isConfirmed = narrow(known, exactly(found)) === undefined;
      told = found;
      note(exactly(found));
    }
  }

  function learn(signs: KnownRelease): void {
    const both = narrow(known, signs);
    if (told === undefined) {
      // What is there counts more than what is not.
      note(both ?? { ...signs, before: UNKNOWN_RELEASE.before });
    } else if (both === undefined && !isConfirmed) {
      told = undefined;
      note(signs);
      dueAt = Math.min(dueAt, askedAt + DOUBT_MS);
    }
  }

  return {
    get: () => known,
    learn,
    refresh: (ask) => {
      if (!isAsking && now() >= dueAt) {
        void find(ask);
      }
    },
  };
}

/** Asks authentik for its version as one caller, beside any operation: neither its budget nor its receipt knows of it. */
export async function askVersion(upstream: Upstream, credential: Credential, observer: CallObserver): Promise<unknown> {
  const { signal } = new AbortController();
  const options = { credential, observer, requestId: randomUUID(), signal, maxBytes: MAX_BYTES };
  return (await exchange(upstream, VERSION_PATH, options)).json;
}

function toRelease(body: unknown): Release | undefined {
  const parsed = versionShape.safeParse(body);
  return parsed.success ? parseRelease(parsed.data.version_current) : undefined;
}
