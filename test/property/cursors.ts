import { createCursor } from '../../src/graphql/cursor.ts';
import { type Answer, valueAt } from './answer.ts';
import { type Arguments, CursorOf } from './arguments.ts';
import type { Selections, Sent } from './document.ts';
import { printDocument } from './print.ts';
import type { Selected, SelectedField } from './selected.ts';

type Ask = (sent: Sent) => Promise<Answer>;

/** Puts real cursors where selections say so, asked for with a list's own filter and order; none for an empty list. */
export async function withCursors(selections: Selections, ask: Ask): Promise<Selections> {
  return { ...selections, root: await resolveAll(selections.root, ask) };
}

// One after the other, since a side does one thing at a time.
async function resolveAll(selection: readonly Selected[], ask: Ask): Promise<readonly Selected[]> {
  const resolved: Selected[] = [];
  for (const selected of selection) {
    resolved.push(await resolveIn(selected, ask));
  }
  return resolved;
}

async function resolveIn(selected: Selected, ask: Ask): Promise<Selected> {
  if (selected.kind === 'field') {
    const hasCursors = Object.values(selected.args).some((value) => value instanceof CursorOf);
    return hasCursors ? { ...selected, args: await resolveArguments(selected, ask) } : selected;
  }
  if (selected.kind === 'shared') {
    return selected;
  }
  return { ...selected, selection: await resolveAll(selected.selection, ask) };
}

async function resolveArguments(field: SelectedField, ask: Ask): Promise<Arguments> {
  const { where, orderBy } = field.args;
  const args = { first: 1, ...(where === undefined ? {} : { where }), ...(orderBy === undefined ? {} : { orderBy }) };
  const cursor = aField('cursor', []);
  const probe = { ...aField(field.name, [aField('edges', [cursor])]), args };
  const { data } = await ask(printDocument({ root: [probe], shared: {} }));
  const list = Object.values(data instanceof Object ? data : {})[0];
  const first = valueAt(list, ['edges', 0, 'cursor']);
  const digest = typeof first === 'string' ? Buffer.from(first, 'base64url').toString().split(':')[0] : undefined;
  const resolved = Object.entries(field.args).flatMap(([name, value]): [string, unknown][] => {
    if (!(value instanceof CursorOf)) {
      return [[name, value]];
    }
    return digest === undefined ? [] : [[name, createCursor(digest, value.offset)]];
  });
  return Object.fromEntries(resolved);
}

function aField(name: string, selection: readonly Selected[]): SelectedField {
  return { kind: 'field', name, isAliased: false, args: {}, hasVariables: false, directives: {}, selection };
}
