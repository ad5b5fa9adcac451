import { isDeepStrictEqual } from 'node:util';
import type { Answers } from './approaches.ts';

// Cursors are opaque and each server's own.
const CURSOR = /Cursor$/;

/** Compares two answers but for their cursors. @throws TypeError that shows both where they differ */
export function expectSameData(what: string, ours: Answers, theirs: Answers): void {
  const [left, right] = [withoutCursors(ours.data), withoutCursors(theirs.data)];
  if (!isDeepStrictEqual(left, right)) {
    throw new TypeError(`expected the same data for ${what}, but got:\n${show(left)}\n${show(right)}`);
  }
}

/**
 * Checks that REST answers hold every text and number that GraphQL answered, the lengths of their lists included (a count
 * is a length). Words of enums are compared without case. @throws TypeError that names what is missing
 */
export function expectSameFacts(what: string, { data }: Answers, bodies: readonly string[]): void {
  const known = new Set<string>();
  for (const body of bodies) {
    collect(JSON.parse(body), known);
  }
  const wanted = new Set<string>();
  collect(withoutCursors(data), wanted, false);
  const missing = [...wanted].filter((fact) => !known.has(fact));
  if (missing.length > 0) {
    throw new TypeError(`expected the script for ${what} to learn ${missing.join(', ')}, but it did not`);
  }
}

function collect(value: unknown, facts: Set<string>, isCounting = true): void {
  if (typeof value === 'string' || typeof value === 'number') {
    facts.add(String(value).toLowerCase());
  } else if (typeof value === 'object' && value !== null) {
    if (isCounting && Array.isArray(value)) {
      facts.add(String(value.length));
    }
    for (const child of Object.values(value)) {
      collect(child, facts, isCounting);
    }
  }
}

function withoutCursors(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutCursors);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([name]) => !CURSOR.test(name))
          .map(([name, child]) => [name, withoutCursors(child)]),
      )
    : value;
}

function show(value: unknown): string {
  return JSON.stringify(value).slice(0, 1000);
}
