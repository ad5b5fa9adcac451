import type { AuthentikWriter } from '../../../authentik/client.ts';
import { nothingShape } from '../../../authentik/json.ts';
import { parseUserPk, parseUuid } from '../../../authentik/path.ts';
import { createInputError, type ErrorCode, GatewayError } from '../../../errors.ts';
import { groupPath } from '../rest.ts';

/** What became of one user of a membership change. */
export interface MembershipOutcome {
  readonly pk: number;
  /** Why it is not done. */
  readonly error?: { readonly code: ErrorCode | 'NOT_TRIED'; readonly message: string };
}

/** A group and the users whose memberships of it change, checked. */
export interface Memberships {
  readonly group: string;
  readonly users: readonly number[];
}

const MAX_USERS = 40;

// Each of these is about one user at most; anything else will not go better with the next one.
const ABOUT_ONE: readonly ErrorCode[] = ['NOT_FOUND', 'BAD_USER_INPUT', 'FORBIDDEN'];

/**
 * Checks a group and its users; one named twice is one.
 * @throws GatewayError `BAD_USER_INPUT`
 */
export function parseMemberships(input: {
  readonly groupId: string;
  readonly userIds: readonly string[];
}): Memberships {
  const path = ['input', 'userIds'];
  const group = parseUuid(input.groupId, ['input', 'groupId']);
  const users = new Set(input.userIds.map((id, index) => parseUserPk(id, [...path, String(index)])));
  if (users.size === 0 || users.size > MAX_USERS) {
    throw createInputError(path, `Takes 1 to ${MAX_USERS} users.`);
  }
  return { group, users: [...users] };
}

/**
 * Adds users to a group, or removes them, one after the other: authentik takes one at a time, and says yes also to who
 * is (or is not) a member already. After an outage, or when an outcome is unknown, the rest is not tried.
 * @throws GatewayError the first error, where nothing was done for anybody
 */
export async function changeMemberships(
  writer: AuthentikWriter,
  action: 'add_user' | 'remove_user',
  { group, users }: Memberships,
): Promise<MembershipOutcome[]> {
  const outcomes: MembershipOutcome[] = [];
  const errors: GatewayError[] = [];
  for (const pk of users) {
    const last = errors.at(-1);
    if (last && !ABOUT_ONE.includes(last.code)) {
      outcomes.push({ pk, error: NOT_TRIED });
      continue;
    }
    const error = await changeOne(writer, `${groupPath(group)}${action}/`, pk);
    errors.push(...(error ? [error] : []));
    outcomes.push(error ? { pk, error } : { pk });
  }
  const [first] = errors;
  if (first && outcomes.every(({ error }) => error) && errors.every(({ code }) => code === first.code)) {
    throw first;
  }
  return outcomes;
}

const NOT_TRIED = { code: 'NOT_TRIED', message: 'Not tried: authentik failed at a user before.' } as const;

async function changeOne(writer: AuthentikWriter, path: string, pk: number): Promise<GatewayError | undefined> {
  try {
    await writer.send({ method: 'POST', path, body: { pk }, shape: nothingShape, names: { pk: ['input', 'userIds'] } });
    return undefined;
  } catch (error) {
    if (error instanceof GatewayError) {
      return error;
    }
    throw error;
  }
}
