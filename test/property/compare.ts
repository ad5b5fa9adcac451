import { parseAnswer, toComparable } from './answer.ts';
import type { Sent } from './document.ts';
import { withoutSeenByChance } from './seen-by-chance.ts';
import { type Asked, ROW_MS, type Run } from './sides.ts';

/** What is wrong about a planned run beside one that is not; `undefined` where nothing is. */
export function compare(on: Run, off: Run, sent: Sent): string | undefined {
  const seen = withoutSeenByChance(parseAnswer(on.text), parseAnswer(off.text));
  const isSame = on.text === off.text || toComparable(seen.on) === toComparable(seen.off);
  if (on.status !== off.status || !isSame) {
    return 'another answer';
  }
  // Who answers more may ask more.
  return seen.count === 0 ? compareCost(on, off, toForgiven(on, off, sent)) : undefined;
}

/** What requests cost together. */
export function toCost(asked: readonly Asked[]): number {
  return asked.reduce((sum, { costMs }) => sum + costMs, 0);
}

function compareCost(on: Run, off: Run, forgiven: readonly Asked[]): string | undefined {
  const left = on.asked.filter((request) => !forgiven.includes(request));
  if (left.length > off.asked.length) {
    return `${left.length} requests in place of ${off.asked.length}`;
  }
  const costMs = toCost(left) - toPastEndMs(on, off);
  if (costMs > toCost(off.asked)) {
    return `${costMs} ms of authentik in place of ${toCost(off.asked)}`;
  }
  return undefined;
}

// What a planned run may ask beyond the other one, each with its reason.
function toForgiven(on: Run, off: Run, { query }: Sent): readonly Asked[] {
  return [...toCheck(on, off), ...toListsOfHidden(on), ...(query.includes('before: ') ? toCounts(on) : [])];
}

// A 403 makes the gateway ask once who calls, unless something has succeeded by then: which of two requests is answered
// first is chance, with as without a plan.
function toCheck(on: Run, off: Run): readonly Asked[] {
  const checks = ({ asked }: Run) => asked.filter(({ line }) => line.includes('/core/users/me/'));
  const isRefused = on.asked.some(({ line }) => line.startsWith('403'));
  return isRefused && checks(on).length > checks(off).length ? checks(on).slice(0, 1) : [];
}

// Where many members are loaded by a list and the caller may not see them, each is asked for by key all the same.
function toListsOfHidden({ asked }: Run): readonly Asked[] {
  const isHidden = asked.some(({ line }) => /^40[34] .core.(users|groups).[^/]+.(\?|$)/.test(line));
  return isHidden ? asked.filter(({ line }) => /(groups|members)_by_pk=.*&ordering=pk&page_size=100/.test(line)) : [];
}

// Between `after` and `before` there may be nothing, which is known unasked; without rows selected it is counted first.
function toCounts({ asked }: Run): readonly Asked[] {
  return asked.filter(({ line }) => /ordering=.*&page_size=1(&|$)/.test(line));
}

// Behind the end of a list there is a 404 without a row; without rows selected the list is counted in place of that, with one.
function toPastEndMs(on: Run, off: Run): number {
  const isPastEnd = off.asked.some(({ line }) => /^404 .*[?&]page=\d/.test(line));
  return isPastEnd ? ROW_MS * toCounts(on).length : 0;
}
