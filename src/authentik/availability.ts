import { GatewayError } from '../errors.ts';
import type { Params } from './client.ts';
import type { Page } from './page.ts';
import { formatKnown, formatRelease, isSince, type KnownRelease, type Release } from './release.ts';
import type { InputNames } from './validation-error.ts';

/** When something of a list came. */
interface Since {
  readonly since: Release;
  /** A property of rows that came no later, by which an older release can be told; without one only its version tells. */
  readonly telltale?: string;
}

/** What a list has not always had, by authentik's names: its filters, and the fields that its rows can be ordered by. */
export interface Availability {
  readonly filters: Readonly<Record<string, Since>>;
  readonly orders: Readonly<Record<string, Since>>;
}

const DATES: Since = { since: 202508, telltale: 'last_updated' };
const ROLES: Since = { since: 202512, telltale: 'roles' };
const LAST_LOGIN: Since = { since: 202602 };

/** The users' filters and orders that are newer than 2024.6; OpenAPI documents and properties of 2024.6 to 2026.8. Groups and tokens have none. */
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
    last_login: LAST_LOGIN,
    last_login__gt: LAST_LOGIN,
    last_login__lt: LAST_LOGIN,
    last_login__isnull: LAST_LOGIN,
  },
  orders: {
    password_change_date: { since: 202502, telltale: 'password_change_date' },
    date_joined: { since: 202504, telltale: 'date_joined' },
    last_updated: { since: 202508, telltale: 'last_updated' },
  },
};

/** Some parameters of a list, and what our input calls them. */
interface Asked {
  readonly params: Params;
  readonly names: InputNames;
}

/**
 * Refuses what the release behind is known not to have: authentik would ignore it, and answer every row in an order of its own.
 * @throws GatewayError `UPSTREAM_UNSUPPORTED` that names the release which has it
 */
export function checkAvailable(availability: Availability, asked: Asked, release: KnownRelease): void {
  const missing = findAsked(availability, asked).find(({ since }) => isSince(release, since) === false);
  if (missing) {
    throw createUnsupportedError(missing, `the one behind is ${formatKnown(release)}`);
  }
}

/**
 * Holds rows against what was asked, for a release that is not known or has changed. What rows cannot tell is refused
 * unless the release is known to have it: an empty page is right either way.
 * @throws GatewayError `UPSTREAM_UNSUPPORTED` that names the release which has it
 */
export function checkRows<Row extends object>(
  { availability, asked, release }: { availability: Availability; asked: Asked; release: KnownRelease },
  { rows }: Page<Row>,
): void {
  for (const found of findAsked(availability, asked)) {
    const { telltale } = found;
    if (telltale !== undefined && rows.some((row) => !hasValue(row, telltale))) {
      throw createUnsupportedError(found, 'the one behind does not have it');
    }
    if (telltale === undefined && !isSince(release, found.since) && rows.length > 0) {
      throw createUnsupportedError(
        found,
        'which one is behind is not known (yet): AUTHENTIK_VERSION tells the gateway',
      );
    }
  }
}

interface Found extends Since {
  readonly name: string;
}

function findAsked({ filters, orders }: Availability, { params, names }: Asked): Found[] {
  const fields = String(params.ordering ?? '')
    .split(',')
    .map((field) => field.replace(/^-/, ''));
  return [
    ...Object.keys(params).flatMap((param) => toFound(filters, param, names[param]?.join('.') ?? param)),
    ...fields.flatMap((field) => toFound(orders, field, `orderBy.field ${field.toUpperCase()}`)),
  ];
}

function toFound(known: Availability['filters'], key: string, name: string): Found[] {
  const since = Object.hasOwn(known, key) ? known[key] : undefined;
  return since ? [{ ...since, name }] : [];
}

function hasValue(row: object, property: string): boolean {
  return new Map(Object.entries(row)).get(property) !== undefined;
}

function createUnsupportedError({ name, since }: Found, why: string): GatewayError {
  return new GatewayError('UPSTREAM_UNSUPPORTED', `${name} needs authentik ${formatRelease(since)} or newer; ${why}.`);
}
