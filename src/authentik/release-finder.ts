import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Credential } from './credential.ts';
import type { CallObserver } from './observer.ts';
import { formatRelease, parseRelease, type Release } from './release.ts';
import { exchange, type Upstream } from './transport.ts';

// A rolling upgrade shows within this time; a probe that came to nothing is repeated sooner.
const FRESH_MS = 600_000;
const RETRY_MS = 60_000;
const MAX_BYTES = 100_000;

const VERSION_PATH = '/admin/version/';

const versionShape = z.object({ version_current: z.string() });

/** Knows which release of authentik is behind, one per process: it says nothing about any caller. */
export interface ReleaseFinder {
  /** The release, as far as it is known. Never waits. */
  readonly get: () => Release | undefined;
  /** Asks for it if that is due, in the background; `ask` must answer as {@link askVersion} does. Never throws. */
  readonly refresh: (ask: () => Promise<unknown>) => void;
}

/** What the finder is made with. */
export interface ReleaseFinderOptions {
  /** A version that is taken for granted, so that nobody is asked. */
  readonly version?: string | undefined;
  /** Milliseconds that only ever grow; default: the process's own. */
  readonly now?: () => number;
  /** Is told when the release turns out to be another than before. */
  readonly onChange?: (release: string) => void;
}

/** Creates the finder. A version that cannot be read leaves the release unknown, which is treated as the baseline. */
export function createReleaseFinder({
  version,
  now = () => performance.now(),
  onChange,
}: ReleaseFinderOptions = {}): ReleaseFinder {
  if (version !== undefined) {
    const fixed = parseRelease(version);
    return { get: () => fixed, refresh: () => undefined };
  }
  let release: Release | undefined;
  let dueAt = Number.NEGATIVE_INFINITY;

  async function find(ask: () => Promise<unknown>): Promise<void> {
    const found = await ask().then(toRelease, () => undefined);
    dueAt = now() + (found === undefined ? RETRY_MS : FRESH_MS);
    if (found !== undefined && found !== release) {
      release = found;
      onChange?.(formatRelease(found));
    }
  }

  return {
    get: () => release,
    refresh: (ask) => {
      if (now() >= dueAt) {
        dueAt = Number.POSITIVE_INFINITY;
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
