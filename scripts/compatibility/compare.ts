import type { Facet, Found } from './look.ts';
import type { Structure } from './structure.ts';
import type { Use } from './use.ts';

/** What a release does to something of our schema. */
export interface Effect {
  readonly coordinate: string;
  readonly kind: 'comes' | 'goes' | 'changes';
  /** authentik's own part in it, e.g. `property avatar gone`. */
  readonly because: readonly string[];
  /** Whether it fails or goes wrong unless the gateway learns the release first. */
  readonly isBreaking: boolean;
}

/** What of our schema differs between two releases. */
export function compare(before: Structure, after: Structure, uses: readonly Use[]): Effect[] {
  return uses.flatMap((use) => {
    const [old, now] = [use.look(before), use.look(after)];
    // Where the place itself comes or goes, so does the field above it, which tells it.
    return old && now ? toEffects(use, old, now) : [];
  });
}

function toEffects({ coordinate, breaks }: Use, old: Found, now: Found): Effect[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => old[name]?.text !== now[name]?.text,
  );
  if (names.length === 0) {
    return [];
  }
  const isLast = Object.keys(now).length === 0;
  const kind = Object.keys(old).length === 0 ? 'comes' : isLast ? 'goes' : 'changes';
  const isBreaking = names.some((name) => breaks?.({ name, old: old[name], now: now[name], isLast }) === true);
  return [{ coordinate, kind, because: names.map((name) => explain(name, old[name], now[name])), isBreaking }];
}

function explain(name: string, old: Facet | undefined, now: Facet | undefined): string {
  return old === undefined
    ? `${name} added`
    : now === undefined
      ? `${name} gone`
      : `${name}: ${old.text} → ${now.text}`;
}
