import { builder } from './builder.ts';

/** The argument of every `attribute` field: where in `attributes` the value stands. */
export const attributePath = builder.args((t) => ({
  path: t.stringList({
    required: true,
    description:
      'Keys from the outermost in, which may hold dots and slashes; list items by their index, e.g. `["tags", "0"]`.',
  }),
}));
