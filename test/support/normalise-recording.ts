const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Json = Record<string, unknown>;

/**
 * Makes a recorded and a replayed body comparable. Two things upstream leaves open in answers to reads: the order of rows
 * that tie in the requested ordering (such runs are put in the order of their keys, as sets), and in `used_by` the UUIDs
 * of the rows between groups and their parents, which no data set and no other answer shows. Nothing else is cut.
 */
export function normaliseBody(body: unknown, path: string): unknown {
  if (path.endsWith('/used_by/') && Array.isArray(body)) return body.map(hideNodeKey);
  if (!isRecord(body) || !Array.isArray(body.results)) return body;
  const names = orderingNames(path, body.results[0]);
  return names.length === 0 ? body : { ...body, results: sortTies(body.results, names) };
}

function hideNodeKey(use: unknown): unknown {
  const isNode = isRecord(use) && use.model_name === 'groupparentagenode' && UUID.test(String(use.pk));
  return isNode ? { ...use, pk: 'a UUID' } : use;
}

function orderingNames(path: string, row: unknown): string[] {
  const ordering = new URLSearchParams(path.split('?')[1] ?? '').getAll('ordering').at(-1) ?? '';
  return ordering
    .split(',')
    .map((name) => name.replace(/^-/, ''))
    .filter((name) => isRecord(row) && name in row);
}

// Only neighbours tie: rows in a wrong order stay in it.
function sortTies(rows: readonly unknown[], names: readonly string[]): unknown[] {
  const runs: { readonly key: string; readonly rows: unknown[] }[] = [];
  for (const row of rows) {
    const key = JSON.stringify(names.map((name) => (isRecord(row) ? row[name] : undefined)));
    const run = runs.at(-1);
    if (run?.key === key) run.rows.push(row);
    else runs.push({ key, rows: [row] });
  }
  return runs.flatMap((run) => run.rows.toSorted((a, b) => (pkOf(a) < pkOf(b) ? -1 : 1)));
}

function pkOf(row: unknown): string {
  return isRecord(row) ? String(row.pk) : '';
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
