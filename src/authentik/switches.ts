import type { Params } from './client.ts';
import { assume, isSince, type KnownRelease, type Release } from './release.ts';

/** authentik's switches for what it embeds in a user (and so in a token) or in a group; its own parameter names. */
export type IncludeSwitch =
  | 'include_groups'
  | 'include_roles'
  | 'include_users'
  | 'include_children'
  | 'include_parents'
  | 'include_inherited_roles';

/** Whose rows a switch belongs to. A token's rows are its owner's: it has no switches of its own. */
export type RowKind = 'user' | 'group';

/** What a request answers, as far as switches pay differently there; a page of tokens is like a single one. */
export type Answered = 'user' | 'users' | 'token' | 'group';

interface SwitchFacts {
  readonly rows: RowKind;
  /** The first release that has it; OpenAPI documents of 2024.2 to 2026.8. */
  readonly since: Release;
  /** Whether authentik embeds unless told not to. */
  readonly isOnByDefault: boolean;
  /** Embedding makes the answer faster, whether or not anyone wants it. */
  readonly isCheaperOn?: true;
  /** From this release on, pages of users come faster with it on than off. */
  readonly isCheaperOnInUsersSince?: Release;
}

/**
 * What each release can do and what pays: fastest of 11 interleaved runs of 100 users, 100 tokens and 20 groups of 15
 * members on real servers (2024.6.5, 2025.10.0-rc1, 2025.12.4, 2026.2.3-rc1). Off: tokens 14 to 37 % faster everywhere,
 * users 15 to 19 % faster up to 2025.10 and 8 to 35 % slower from 2025.12 on. On: children 16 to 28 %, parents 14 to 18 % faster.
 */
export const SWITCHES: Readonly<Record<IncludeSwitch, SwitchFacts>> = {
  include_groups: { rows: 'user', since: 202404, isOnByDefault: true, isCheaperOnInUsersSince: 202512 },
  include_roles: { rows: 'user', since: 202512, isOnByDefault: true, isCheaperOnInUsersSince: 202512 },
  include_users: { rows: 'group', since: 202404, isOnByDefault: true },
  include_children: { rows: 'group', since: 202508, isOnByDefault: false, isCheaperOn: true },
  include_parents: { rows: 'group', since: 202512, isOnByDefault: false, isCheaperOn: true },
  include_inherited_roles: { rows: 'group', since: 202512, isOnByDefault: false },
};

const NAMES = Object.keys(SWITCHES) as readonly IncludeSwitch[];

/**
 * The switches to send: off what nobody needs, on what somebody needs or what makes the answer faster, and only what
 * the release has. One that is needed is also sent to a release that may have it: authentik ignores unknown parameters.
 */
export function toSwitchParams(
  answered: Answered,
  known: KnownRelease,
  isNeeded: (include: IncludeSwitch) => boolean,
): Params {
  const release = assume(known);
  const rows: RowKind = answered === 'group' ? 'group' : 'user';
  const names = NAMES.filter((name) => SWITCHES[name].rows === rows);
  const off = names.filter(
    (name) => isOn(name) && has(name, release) && !isNeeded(name) && !isCheaperOn(name, answered, release),
  );
  const on = names.filter(
    (name) =>
      !isOn(name) &&
      (isNeeded(name)
        ? isSince(known, SWITCHES[name].since) !== false
        : has(name, release) && isCheaperOn(name, answered, release)),
  );
  return Object.fromEntries([...off.map((name) => [name, 'false']), ...on.map((name) => [name, 'true'])]);
}

function isOn(name: IncludeSwitch): boolean {
  return SWITCHES[name].isOnByDefault;
}

function has(name: IncludeSwitch, release: Release): boolean {
  return SWITCHES[name].since <= release;
}

function isCheaperOn(name: IncludeSwitch, answered: Answered, release: Release): boolean {
  const { isCheaperOn: always = false, isCheaperOnInUsersSince: since = Infinity } = SWITCHES[name];
  return always || (answered === 'users' && since <= release);
}
