import { type Identity, type Maker, makeIdentity, pksOf } from './accounts.ts';
import { KNOWN_USERS, type KnownUser } from './callers.ts';
import type { DemoGroup } from './groups.ts';
import type { Source } from './source.ts';

/** A user of the demo data set: what a kind of account decides, then what every account has. */
export type DemoUser = Identity & {
  readonly pk: number;
  readonly uuid: string;
  readonly uid: string;
  readonly last_login: string | null;
  readonly date_joined: string;
  readonly password_change_date: string;
  readonly last_updated: string;
};

const FIRST_PK = 2;

/** So many users that with the known ones they are `count`. */
export function createUsers(source: Source, groups: readonly DemoGroup[], count: number): DemoUser[] {
  const taken = new Set<string>();
  const maker: Maker = { source, groups, isFree: (name) => !taken.has(name) };
  return Array.from({ length: count }, (_, index) => {
    const known = KNOWN_USERS[index];
    const identity = known ? toIdentity(known, groups) : makeIdentity(maker);
    taken.add(identity.username);
    return { ...identity, ...makeHistory(source, identity, FIRST_PK + index) };
  });
}

function toIdentity(known: KnownUser, groups: readonly DemoGroup[]): Identity {
  return {
    username: known.username,
    name: known.name,
    email: known.email ?? `${known.username}@example.com`,
    is_active: known.is_active ?? true,
    path: known.path ?? 'users',
    type: known.type ?? 'internal',
    groups: pksOf(groups, known.groups),
    attributes: known.attributes ?? {},
  };
}

function makeHistory(source: Source, { username, is_active, type }: Identity, pk: number) {
  const joined = -source.between(200, 2500);
  const seen = is_active ? -source.between(0, 120) : -source.between(120, 199);
  const isNeverSeen = type.endsWith('service_account') || source.chance(0.08);
  return {
    pk,
    uuid: source.uuid(`user/${username}`),
    uid: source.digest(`uid/${username}`),
    last_login: isNeverSeen ? null : source.time(seen),
    date_joined: source.time(joined),
    password_change_date: source.time(source.between(joined + 1, -180)),
    last_updated: source.time(source.between(-180, -1)),
  };
}
