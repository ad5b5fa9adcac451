import type { ObjectRef } from '@pothos/core';
import type { Params } from '../authentik/client.ts';
import { type Page, rememberPage } from '../authentik/page.ts';
import type { GatewayContext } from '../context.ts';
import { GatewayError } from '../errors.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { type Connection, createConnection } from './connection.ts';
import { createListDigest, parseCursor } from './cursor.ts';
import { createLoader } from './loader.ts';
import { createOrder, type OrderFields, type OrderInput, reverseOrdering, toOrdering } from './order.ts';
import type { Needs, PlannedFetch } from './plan.ts';
import { type GetPage, readSlice } from './read-window.ts';
import { createSharedCounts } from './shared-counts.ts';
import type { Where, WhereInput } from './where.ts';
import { parseSlice, toWindow } from './window.ts';

/** What makes a list of one kind: its rows, their orders, and how a page of them is asked for. */
export interface ListDefinition<Source, Row extends Source> {
  /** Prefix of the types it declares, e.g. `AuthentikToken`. */
  readonly name: string;
  readonly node: ObjectRef<SchemaTypes, Source>;
  readonly orderFields: OrderFields;
  /** authentik's field that rows are ordered by unless the caller says otherwise. */
  readonly defaultOrder: string;
  /** authentik's unique field that makes every order total. */
  readonly tieBreaker: string;
  /** Asks for one page. */
  readonly getPage: (context: GatewayContext, params: Params, needs: Needs) => Promise<Page<Row>>;
  /** Lets the loaders answer from a row, so that it is never asked for again. */
  readonly remember: (context: GatewayContext, row: Row) => void;
}

/** The arguments of every connection field. */
interface ListArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
  readonly where?: WhereInput | null | undefined;
  readonly orderBy?: OrderInput | null | undefined;
}

/** One reading of a list: the caller's arguments, the filters they may use, and what the parent object fixes. */
export interface ListRead {
  readonly args: ListArgs;
  readonly where: Where;
  /** Query parameters that the field itself sets, e.g. `user__username` for a user's tokens. */
  readonly fixed?: Params;
  /** What the plan says of this field. */
  readonly fetch: PlannedFetch;
}

/** Declares the connection and order types of a list, and how to read it; see `createWhere` for its filters. */
export function createList<Source, Row extends Source>(definition: ListDefinition<Source, Row>) {
  const order = createOrder(definition.name, definition.orderFields);
  const counts = createSharedCounts();
  const pages = createLoader<Params, Page<Row> | undefined>({
    loadOne: async (params, context, needs) => {
      const page = await definition.getPage(context, params, needs).catch(toPastEnd);
      return page && rememberPage(page, (row) => definition.remember(context, row));
    },
  });

  async function read(context: GatewayContext, { args, where, fixed, fetch }: ListRead): Promise<Connection<Source>> {
    const ordering = toOrdering(args.orderBy, definition.defaultOrder, definition.tieBreaker);
    const filter: Params = { ...where.toParams(args.where), ...fixed };
    const params: Params = { ...filter, ordering };
    const digest = createListDigest([definition.name, params]);
    const slice = parseSlice({
      first: args.first,
      last: args.last,
      after: parseCursor(args.after, digest, 'after'),
      before: parseCursor(args.before, digest, 'before'),
    });
    const getPage: GetPage<Row> = async ({ page, pageSize }) => {
      const isLast = page === 'last';
      const paging = { ...(isLast || page === 1 ? {} : { page: String(page) }), page_size: String(pageSize) };
      const answer = await pages(context).load(
        { ...params, ...paging, ordering: isLast ? reverseOrdering(ordering) : ordering },
        { needs: fetch.needs },
      );
      return isLast ? answer && reversePage(answer) : answer;
    };
    const getCount = async () => (await getPage({ page: 1, pageSize: 1 }))?.count ?? 0;
    const isEmpty = !slice.fromEnd && slice.start === slice.end;
    if (!fetch.hasRows && !isEmpty) {
      const count = (await counts.find(context, JSON.stringify(filter))) ?? (await getCount());
      return { ...toWindow(slice, count), rows: [], isPastEnd: false, digest, getCount: async () => count };
    }
    const reading = readSlice(slice, getPage);
    counts.note(context, JSON.stringify(filter), reading);
    const { rows, offset, count, isPastEnd } = await reading;
    return { rows, offset, limit: rows.length, isPastEnd, digest, getCount: async () => count ?? getCount() };
  }

  return {
    connection: createConnection(definition.name, definition.node),
    args: (where: Where) => createArgs(where, order),
    read,
  };
}

function createArgs(where: Where, order: ReturnType<typeof createOrder>) {
  return builder.args((t) => ({
    first: t.int({
      description: 'Rows from the start (or after `after`): 1 to 100, 20 when neither `first` nor `last` is given.',
    }),
    after: t.string({ description: 'Only rows behind the one with this cursor.' }),
    last: t.int({
      description: 'Rows from the end (or before `before`): 1 to 100; not together with `first`.',
    }),
    before: t.string({ description: 'Only rows in front of the one with this cursor.' }),
    where: t.field({ type: where.ref, description: 'Only rows that match all of these filters.' }),
    orderBy: t.field({
      type: order,
      description:
        'How to order the rows; by the default order’s unique name (users: login name, groups: name, tokens: identifier) when left out.',
    }),
  }));
}

// The last rows of an order are the first ones of the opposite order, which take no second request for what the last page lacks.
function reversePage<Row>({ rows, count }: Page<Row>): Page<Row> {
  return { rows: rows.toReversed(), count, startIndex: rows.length === 0 ? 0 : count - rows.length + 1 };
}

// A list has one 404 only, "Invalid page.": behind the last page there is nothing, which is no error here.
function toPastEnd(error: unknown): undefined {
  if (error instanceof GatewayError && error.code === 'NOT_FOUND') {
    return undefined;
  }
  throw error;
}
