import type { Call } from './call.ts';
import type { Names } from './names.ts';

/** How each field of an answer is made, of all fields that any release has, in the order in which they are shown. */
export type Shown<Row> = Readonly<Record<string, (row: Row, call: Call) => unknown>>;

/** Shows rows with the given fields only; what the others would cost is not spent. */
export function show<Row>(shown: Shown<Row>, fields: Names): (row: Row, call: Call) => Record<string, unknown> {
  return (row, call) => {
    const json: Record<string, unknown> = {};
    for (const [name, read] of Object.entries(shown)) if (fields.has(name)) json[name] = read(row, call);
    return json;
  };
}
