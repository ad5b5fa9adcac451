import type { z } from 'zod';
import { GatewayError } from '../errors.ts';
import { type Asked, type Availability, findAsked, type Row } from './availability.ts';
import type { AuthentikClient, Params } from './client.ts';
import { type Page, pageShape } from './page.ts';
import { formatKnown, formatRelease, isSince, type KnownRelease } from './release.ts';
import type { InputNames } from './validation-error.ts';

/** authentik as one caller sees it, and what is known of its release. */
export interface Behind {
  readonly authentik: AuthentikClient;
  readonly release: KnownRelease;
  /** Waits a moment for authentik's version where it is not known; for what would have to be refused otherwise. */
  readonly settleRelease: () => Promise<KnownRelease>;
}

/** A list of authentik: where it is, what its rows look like, and what it has not always had. */
interface List<T> {
  readonly path: string;
  readonly row: z.ZodType<T>;
  readonly availability: Availability;
}

/**
 * Asks for one page of a list; `params` are filters, `ordering`, `page`, `page_size` and include switches.
 * @throws GatewayError `UPSTREAM_UNSUPPORTED` for a filter, its value, or an order that the release behind does not have:
 *   authentik would pass over it, and answer every row, or none, in an order of its own
 */
export async function getAvailablePage<T extends Row>(
  behind: Behind,
  { path, row, availability }: List<T>,
  { params, names }: { readonly params: Params; readonly names: InputNames },
): Promise<Page<T>> {
  const asked = findAsked(availability, params, (param) => names[param]?.join('.') ?? param);
  for (const each of asked) {
    refuseWhereMissing(each, behind.release);
  }
  const page = await behind.authentik.get({ path, params, shape: pageShape(row), names });
  for (const each of asked) {
    await checkAnswer(each, page.rows, behind);
  }
  return page;
}

// For a release that is not known, or was changed. What rows cannot tell is refused unless the release is known to have it.
async function checkAnswer(asked: Asked, rows: readonly Row[], { release, settleRelease }: Behind): Promise<void> {
  const { since, telltale, leaves, value, isMeaning } = asked;
  const isPassedOver = rows.some(
    (row) => (telltale !== undefined && row[telltale] === undefined) || leaves?.(row, value) === false,
  );
  if (isPassedOver) {
    throw createUnsupportedError(asked, 'the one behind does not have it');
  }
  const isOpen = telltale === undefined && (rows.length > 0 || isMeaning);
  if (isOpen && isSince(release, since) === undefined) {
    const settled = await settleRelease();
    refuseWhereMissing(asked, settled);
    if (isSince(settled, since) === undefined) {
      throw createUnsupportedError(asked, 'which one is behind is not certain: AUTHENTIK_VERSION tells the gateway');
    }
  }
}

function refuseWhereMissing(asked: Asked, release: KnownRelease): void {
  if (isSince(release, asked.since) === false) {
    throw createUnsupportedError(asked, `the one behind is ${formatKnown(release)}`);
  }
}

function createUnsupportedError({ name, since }: Asked, why: string): GatewayError {
  return new GatewayError('UPSTREAM_UNSUPPORTED', `${name} needs authentik ${formatRelease(since)} or newer; ${why}.`);
}
