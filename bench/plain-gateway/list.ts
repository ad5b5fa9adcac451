import type { PlainContext } from './context.ts';
import type { Json, PageJson } from './rest.ts';

/** The arguments of every list. */
export interface ListArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly where?: Readonly<Record<string, unknown>> | null;
  readonly orderBy?: { readonly field: string; readonly direction?: 'ASC' | 'DESC' | null } | null;
}

type Params = Readonly<Record<string, string | readonly string[]>>;

const PARAM_NAMES: Readonly<Record<string, string>> = {
  userUsername: 'user__username',
  isSuperuserDirectly: 'is_superuser',
};

/** Reads a window of a list from pages of its own size: one where it lies on a page's border, else two. */
export async function readList({ get }: PlainContext, path: string, args: ListArgs & { readonly fixed?: Params }) {
  const params: Params = { ...toParams(args.where ?? {}), ...args.fixed, ...toOrdering(args.orderBy) };
  const getPage = (page: number, size: number) =>
    get<PageJson>(path, { ...params, page: String(page), page_size: String(size) });
  const size = args.last ?? args.first ?? 20;
  let offset = args.after ? toOffset(args.after) + 1 : 0;
  if (args.last) {
    const end = args.before ? toOffset(args.before) : (await getPage(1, 1)).pagination.count;
    offset = Math.max(0, end - size);
  }
  const firstPage = Math.floor(offset / size) + 1;
  const isAligned = offset % size === 0;
  const pages = await Promise.all(
    (isAligned ? [firstPage] : [firstPage, firstPage + 1]).map((page) => getPage(page, size)),
  );
  const skipped = offset % size;
  return toConnection(
    pages.flatMap((page) => page.results).slice(skipped, skipped + size),
    offset,
    pages[0]?.pagination.count ?? 0,
  );
}

function toConnection(nodes: readonly Json[], offset: number, totalCount: number) {
  return {
    nodes,
    totalCount,
    pageInfo: {
      hasNextPage: offset + nodes.length < totalCount,
      hasPreviousPage: offset > 0,
      startCursor: nodes.length > 0 ? toCursor(offset) : null,
      endCursor: nodes.length > 0 ? toCursor(offset + nodes.length - 1) : null,
    },
  };
}

function toParams(where: Readonly<Record<string, unknown>>): Params {
  return Object.fromEntries(
    Object.entries(where).map(([name, value]) => {
      if (name === 'attributes') {
        const filters = value as { readonly path: readonly string[]; readonly equals: unknown }[];
        return [name, JSON.stringify(Object.fromEntries(filters.map(({ path, equals }) => [path.join('__'), equals])))];
      }
      const printed = Array.isArray(value) ? value.map(String) : String(value);
      return [PARAM_NAMES[name] ?? toSnakeCase(name), name === 'intent' ? String(value).toLowerCase() : printed];
    }),
  );
}

function toOrdering(orderBy: ListArgs['orderBy']): Params {
  return orderBy ? { ordering: `${orderBy.direction === 'DESC' ? '-' : ''}${orderBy.field.toLowerCase()}` } : {};
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function toCursor(offset: number): string {
  return Buffer.from(String(offset)).toString('base64url');
}

function toOffset(cursor: string): number {
  return Number(Buffer.from(cursor, 'base64url').toString());
}
