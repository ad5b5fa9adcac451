import type { ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from './builder.ts';
import { createCursor } from './cursor.ts';
import { planned } from './plan-declaration.ts';

/** A window of a list: its rows, where they stand, and how to learn the list's length where no page has told it. */
export interface Connection<Row> {
  readonly rows: readonly Row[];
  /** Rows of the window; also told where no row was selected and `rows` is empty. */
  readonly limit: number;
  /** 0-based place of the first row in the whole list. */
  readonly offset: number;
  /** The window starts behind the last row: nothing can follow it. */
  readonly isPastEnd: boolean;
  readonly digest: string;
  /** Rows of the whole list; costs a request of one row when the window was past the end or empty. */
  readonly getCount: () => Promise<number>;
}

interface Edge<Row> {
  readonly node: Row;
  readonly cursor: string;
}

const pageInfo = builder.objectRef<Connection<unknown>>('PageInfo').implement({
  description: 'Where a page of a list stands in the whole list (Relay Cursor Connections).',
  fields: (t) => ({
    hasNextPage: t.boolean({
      description: 'Whether rows follow this page; exact in both directions.',
      resolve: async (source) => !source.isPastEnd && source.offset + source.limit < (await source.getCount()),
    }),
    hasPreviousPage: t.boolean({
      description: 'Whether rows stand before this page; exact in both directions.',
      resolve: async (source) => source.offset > 0 && (source.limit > 0 || (await source.getCount()) > 0),
    }),
    startCursor: t.string({
      nullable: true,
      description: 'The first row’s cursor, for `before`; null on an empty page.',
      resolve: (source) => (source.limit === 0 ? null : createCursor(source.digest, source.offset)),
    }),
    endCursor: t.string({
      nullable: true,
      description: 'The last row’s cursor, for `after`; null on an empty page.',
      resolve: ({ limit, digest, offset }) => (limit === 0 ? null : createCursor(digest, offset + limit - 1)),
    }),
  }),
});

/** Declares `…Connection` and `…Edge` over a node type, in GitHub's shape: `edges`, `nodes`, `pageInfo`, `totalCount`. */
export function createConnection<Row>(
  name: string,
  node: ObjectRef<SchemaTypes, Row>,
): ObjectRef<SchemaTypes, Connection<Row>> {
  const noun = node.name.toLowerCase();
  const edge = builder.objectRef<Edge<Row>>(`${name}Edge`);
  edge.implement({
    description: `A ${noun} and its place in the list.`,
    fields: (t) => ({
      node: t.field({
        type: node,
        description: `The ${noun} at this place, the same as in \`nodes\`.`,
        resolve: (source) => source.node as never,
      }),
      cursor: t.exposeString('cursor', {
        description: 'Opaque; valid for `after` and `before` with the same filter and order only.',
      }),
    }),
  });
  const connection = builder.objectRef<Connection<Row>>(`${name}Connection`);
  connection.implement({
    description: `A page of ${noun}s (Relay Cursor Connections, with \`nodes\` and \`totalCount\` beside the edges).`,
    fields: (t) => ({
      edges: t.field({
        extensions: planned({ rows: true }),
        type: [edge],
        description: `The ${noun}s with their cursors; \`nodes\` is shorter where cursors are not needed.`,
        resolve: ({ rows, offset, digest }) =>
          rows.map((row, index) => ({ node: row, cursor: createCursor(digest, offset + index) })),
      }),
      nodes: t.field({
        extensions: planned({ rows: true }),
        type: [node],
        description: `The ${noun}s of this page, in order.`,
        resolve: ({ rows }) => [...rows] as never,
      }),
      pageInfo: t.field({
        type: pageInfo,
        description: 'Whether and from where to page on.',
        resolve: (source) => source,
      }),
      totalCount: t.int({
        description: `How many ${noun}s match the filter in all and may be seen with this credential, at the moment of asking.`,
        resolve: (source) => source.getCount(),
      }),
    }),
  });
  return connection;
}
