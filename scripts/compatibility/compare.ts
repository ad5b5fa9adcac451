import type { Found } from './look.ts';
import type { Structure } from './structure.ts';
import type { Use } from './use.ts';

/** What a release does to something of our schema. */
export interface Effect {
  readonly coordinate: string;
  readonly kind: 'comes' | 'goes' | 'changes';
  /** authentik's own part in it, e.g. `property avatar gone`. */
  readonly because: readonly string[];
  /** Whether answers without it would be refused as a whole: the gateway has to learn the release first. */
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

function toEffects({ coordinate, demands }: Use, old: Found, now: Found): Effect[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => old[name] !== now[name]);
  if (names.length === 0) {
    return [];
  }
  const kind = Object.keys(old).length === 0 ? 'comes' : Object.keys(now).length === 0 ? 'goes' : 'changes';
  const isBreaking = names.some((name) =>
    now[name] === undefined
      ? demands?.present.has(name)
      : demands?.notNull.has(name) && now[name].endsWith(' or null') && !old[name]?.endsWith(' or null'),
  );
  return [{ coordinate, kind, because: names.map((name) => explain(name, old[name], now[name])), isBreaking }];
}

function explain(name: string, old: string | undefined, now: string | undefined): string {
  return old === undefined ? `${name} added` : now === undefined ? `${name} gone` : `${name}: ${old} → ${now}`;
}
