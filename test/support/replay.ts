import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { z } from 'zod';

const exchangeShape = z.object({
  request: z.object({
    key: z.string().optional(),
    method: z.string(),
    path: z.string(),
    headers: z.unknown().optional(),
  }),
  response: z.object({ status: z.number(), contentType: z.string(), body: z.unknown() }),
});

type Exchange = z.infer<typeof exchangeShape>;

const DEFAULT_ORDERING: Readonly<Record<string, string>> = {
  '/core/tokens/': 'identifier',
  '/core/users/': 'username',
  '/core/groups/': 'name',
};

/** A server that answers with what a real authentik answered, and nothing else. */
export interface Replay {
  readonly handle: RequestListener;
  /** Requests for which there is no recording. */
  readonly unknown: string[];
  /** How many requests were answered with recorded bytes. */
  readonly answered: () => number;
}

/** The recorded reads of a release. */
export function recordedReads(release = '2025.10.0-rc1'): readonly Exchange[] {
  const file = new URL(`../recordings/${release}/reads.json`, import.meta.url);
  return z.array(exchangeShape).parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * Replays recorded reads. A recording answers a request of the same caller for the same rows in the same order; it may
 * embed more than was asked for, and have been asked with another page size when all rows fit into both. It may also lack
 * what was asked for only because that is faster, and no selection in the document `wanted` needs. What was not recorded is
 * answered with the status `missing`.
 */
export function createReplay(
  exchanges: readonly Exchange[],
  { missing = 599, wanted = () => undefined }: { missing?: number; wanted?: () => string | undefined } = {},
): Replay {
  const unknown: string[] = [];
  let answered = 0;
  const recordings = exchanges.filter(({ request }) => request.method === 'GET' && request.headers === undefined);
  return {
    unknown,
    answered: () => answered,
    handle: (request, response) => {
      const target = (request.url ?? '').replace(/^.*\/api\/v3/, '');
      const key = request.headers.authorization?.replace('Bearer ', '');
      const isNeeded = createNeeds(wanted());
      const found = recordings.find((exchange) => exchange.request.key === key && fits(exchange, target, isNeeded));
      if (!found) {
        unknown.push(`${key} ${target}`);
        response.writeHead(missing).end();
        return;
      }
      answered += 1;
      const { status, contentType, body } = found.response;
      response.writeHead(status, { 'content-type': contentType });
      response.end(contentType === 'application/json' ? JSON.stringify(body) : '<html>');
    },
  };
}

// The selections that need what a switch embeds.
const NEEDS: Readonly<Record<string, RegExp>> = {
  include_groups: /\b(groups|roles)\b/,
  include_users: /\bmembers\b/,
  include_parents: /\bparent/,
  include_inherited_roles: /\binheritedRoles\b/,
};

/** Whether a document needs what a switch embeds; without one everything is needed. */
function createNeeds(document: string | undefined): (flag: string) => boolean {
  return (flag) => document === undefined || (NEEDS[flag]?.test(document) ?? true);
}

function fits(recorded: Exchange, target: string, isNeeded: (flag: string) => boolean): boolean {
  const asked = new URL(target, 'http://replay');
  const known = new URL(recorded.request.path, 'http://replay');
  return (
    asked.pathname === known.pathname &&
    filtersOf(asked) === filtersOf(known) &&
    orderingOf(asked) === orderingOf(known) &&
    embedsOf(asked).every((embedded) => !isNeeded(embedded) || embedsOf(known).includes(embedded)) &&
    isSamePage(asked, known, recorded.response.body) &&
    (!LATER_EMBEDS.some((flag) => isNeeded(flag) && isOn(asked, flag) && !isOn(known, flag)) ||
      !hasParents(recorded.response.body))
  );
}

function filtersOf({ searchParams }: URL): string {
  const filters = [...searchParams].filter(([name]) => !/^(include_|page|ordering)/.test(name));
  return JSON.stringify(filters.map(([name, value]) => `${name}=${value}`).sort());
}

// The gateway adds a unique tie-breaker, which changes nothing where there are no ties.
function orderingOf({ pathname, searchParams }: URL): string | undefined {
  return (searchParams.get('ordering') ?? DEFAULT_ORDERING[pathname])?.replace(/(?<=\w),(pk|username|identifier)$/, '');
}

function embedsOf({ searchParams }: URL): string[] {
  return ['include_groups', 'include_users'].filter((flag) => searchParams.get(flag) !== 'false');
}

// Off unless told otherwise; releases before 2025.12 pass over them, whose groups have no `parents`.
const LATER_EMBEDS = ['include_parents', 'include_inherited_roles'];

function isOn({ searchParams }: URL, flag: string): boolean {
  return searchParams.get(flag) === 'true';
}

function hasParents(body: unknown): boolean {
  return JSON.stringify(body).includes('"parents_obj"');
}

function isSamePage(asked: URL, known: URL, body: unknown): boolean {
  const count = z.object({ pagination: z.object({ count: z.number() }) }).safeParse(body).data?.pagination.count;
  const isWhole = (url: URL) =>
    !url.searchParams.has('page') && (count === undefined || count <= Number(url.searchParams.get('page_size') ?? 100));
  const isEqual =
    asked.searchParams.get('page') === known.searchParams.get('page') &&
    asked.searchParams.get('page_size') === known.searchParams.get('page_size');
  return isEqual || (isWhole(asked) && isWhole(known));
}
