import type { Params } from './client.ts';
import type { Release } from './release.ts';
import { SINCE } from './since.ts';

/** A row of a list, its properties by authentik's names. */
export type Row = Readonly<Record<string, unknown>>;

/** When a filter or order of a list came. */
interface Since {
  readonly since: Release;
  /** A property of rows that came no later, by which an older release can be told; without one only its version tells. */
  readonly telltale?: string;
  /** Whether a row is one that the filter's value leaves; one that is not tells that the filter was passed over. */
  readonly leaves?: (row: Row, value: string) => boolean;
}

/** What a filter of all releases has meant only since a release. */
interface Meaning {
  readonly since: Release;
  /** Whether the value is one for which it matters. */
  readonly concerns: (value: string) => boolean;
  /** What stands behind the filter's name where it is refused. */
  readonly called: string;
}

/** What a list has not always had, by authentik's names: filters, what they mean, and the fields that rows can be ordered by. */
export interface Availability {
  readonly filters: Readonly<Record<string, Since>>;
  readonly orders: Readonly<Record<string, Since>>;
  readonly meanings: Readonly<Record<string, Meaning>>;
}

const DATES: Since = { since: 202508, telltale: 'last_updated' };
const ROLES: Since = { since: 202512, telltale: 'roles' };
const LAST_LOGIN: Release = 202602;

// To the millisecond, so that a row is never taken for a wrong one by its microseconds.
const compareLogin =
  (isRight: (login: number, value: number) => boolean) =>
  ({ last_login: login }: Row, value: string): boolean =>
    typeof login === 'string' && isRight(Date.parse(login), Date.parse(value));

const SEARCH: Availability['meanings'] = {
  // Before, a quotation mark was a letter like others, so that nothing was found (recorded).
  search: { since: SINCE.quotedSearch, concerns: (value) => /"|'.*'/.test(value), called: ' with a quoted phrase' },
};

/** The users' filters and orders that are newer than 2024.6; OpenAPI documents, properties and recorded answers of 2024.6 to 2026.8. */
export const USER_AVAILABILITY: Availability = {
  filters: {
    date_joined: DATES,
    date_joined__gt: DATES,
    date_joined__lt: DATES,
    last_updated: DATES,
    last_updated__gt: DATES,
    last_updated__lt: DATES,
    roles_by_name: ROLES,
    roles_by_pk: ROLES,
    last_login: { since: LAST_LOGIN, leaves: compareLogin((login, value) => login === value) },
    last_login__gt: { since: LAST_LOGIN, leaves: compareLogin((login, value) => login >= value) },
    last_login__lt: { since: LAST_LOGIN, leaves: compareLogin((login, value) => login <= value) },
    last_login__isnull: {
      since: LAST_LOGIN,
      leaves: ({ last_login: login }, value) => (login === null) === (value === 'true'),
    },
  },
  orders: {
    password_change_date: { since: 202502, telltale: 'password_change_date' },
    date_joined: { since: 202504, telltale: 'date_joined' },
    last_updated: { since: 202508, telltale: 'last_updated' },
  },
  meanings: {
    ...SEARCH,
    // Before, it asked for members of some group with that flag: who is in two came twice, who is in none never (recorded).
    is_superuser: { since: SINCE.distinctSuperusers, concerns: () => true, called: '' },
  },
};

/** The same of groups and tokens: all their filters and orders are those of 2024.6. */
export const SEARCH_AVAILABILITY: Availability = { filters: {}, orders: {}, meanings: SEARCH };

/** One of them that was asked for, with what our input calls it. */
export interface Asked extends Since {
  readonly name: string;
  /** What was asked, of a filter. */
  readonly value: string;
  /** Whether even an answer without rows leaves open whether the release has it. */
  readonly isMeaning: boolean;
}

/** Finds in the parameters of a list what it has not always had; `nameOf` tells what our input calls a parameter. */
export function findAsked(
  { filters, orders, meanings }: Availability,
  params: Params,
  nameOf: (param: string) => string,
): readonly Asked[] {
  const fields = String(params.ordering ?? '')
    .split(',')
    .map((field) => field.replace(/^-/, ''));
  return [
    ...Object.entries(params).flatMap(([param, value]) =>
      toAsked(filters, param, { name: nameOf(param), value: String(value), isMeaning: false }),
    ),
    ...fields.flatMap((field) =>
      toAsked(orders, field, { name: `orderBy.field ${field.toUpperCase()}`, value: '', isMeaning: false }),
    ),
    ...Object.entries(params).flatMap(([param, value]) => {
      const meaning = Object.hasOwn(meanings, param) ? meanings[param] : undefined;
      return meaning?.concerns(String(value))
        ? [{ since: meaning.since, name: nameOf(param) + meaning.called, value: '', isMeaning: true }]
        : [];
    }),
  ];
}

function toAsked(known: Availability['filters'], key: string, asked: Omit<Asked, keyof Since>): Asked[] {
  const since = Object.hasOwn(known, key) ? known[key] : undefined;
  return since ? [{ ...since, ...asked }] : [];
}
