import { costOfLists, costOfSingles } from './cost.ts';
import { type BatchRun, type Results, readAll, readByHints, toError, type Wanted } from './read-list.ts';
import { MAX_PAGE_SIZE } from './window.ts';

/**
 * Loads objects that are wanted at the same moment, by list or one by one, whichever the cost model says is cheaper.
 * One key that fails, or one hint that authentik does not know, costs only itself.
 */
export async function loadBatch<Key, Value>(
  wanted: readonly Wanted<Key>[],
  run: BatchRun<Key, Value>,
): Promise<Results<Key, Value>> {
  const results: Results<Key, Value> = new Map();
  const hinted = wanted.filter(({ hint }) => hint !== undefined);
  const hints = new Map(hinted.map(({ hint }) => [hint?.value ?? '', hint?.rows ?? 0]));
  const rows = Math.max(
    hinted.length,
    [...hints.values()].reduce((sum, each) => sum + each, 0),
  );
  const lists = Math.max(Math.ceil(rows / MAX_PAGE_SIZE), Math.ceil(hints.size / MAX_PAGE_SIZE));
  if (hinted.length > lists && costOfLists(lists, rows, run.list.rowMs) <= costOfSingles(hinted.length)) {
    await readByHints([...hints.keys()], hinted, { run, results });
  }
  // Without a hint the only list is that of everything, as long as nobody knows: it is read when single reads would not
  // fit into the budget.
  if (missing(wanted, results).length > run.left().requests) {
    await readAll(missing(wanted, results), { run, results });
  }
  const singles = missing(wanted, results).map(async (key) => {
    results.set(key, await run.loadOne(key).catch(toError));
  });
  await Promise.all(singles);
  return results;
}

function missing<Key, Value>(wanted: readonly Wanted<Key>[], results: Results<Key, Value>): Key[] {
  return wanted.map(({ key }) => key).filter((key) => !results.has(key));
}
