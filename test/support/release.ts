import { expect } from 'vitest';
import { AUTHENTIK_VERSION } from './gateway.ts';

/** Whether the release behind is this one, e.g. `2025.12`, or a newer one. */
export function isSince(release: string): boolean {
  return toNumber(AUTHENTIK_VERSION) >= toNumber(release);
}

/** What is expected in front of this release and newer ones, and what in front of older ones. */
export function since<Now, Before>(release: string, now: Now, before: Before): Now | Before {
  return isSince(release) ? now : before;
}

/** The error of a filter or order that came with a later release than the one behind. */
export function unsupported(name: string, release: string) {
  const behind = AUTHENTIK_VERSION.split('.').slice(0, 2).join('.');
  const message = `${name} needs authentik ${release} or newer; the one behind is ${behind}.`;
  return expect.objectContaining({ message, extensions: expect.objectContaining({ code: 'UPSTREAM_UNSUPPORTED' }) });
}

const CHILDREN_AND_PARENTS = [
  ...(isSince('2025.8') ? ['include_children=true'] : []),
  ...(isSince('2025.12') ? ['include_parents=true'] : []),
];

/**
 * authentik's switches as requests to the release behind carry them, written down again rather than read from the gateway's
 * own table.
 */
export const SWITCHES = {
  /** Of one user, one token or a page of tokens, where neither groups nor roles are wanted. */
  user: since('2025.12', ['include_groups=false', 'include_roles=false'], ['include_groups=false']),
  /** Of the same where groups are wanted. */
  userWithGroups: since('2025.12', ['include_roles=false'], []),
  /** Of a page of users where neither is wanted: from 2025.12 on it comes faster with both. */
  users: since('2025.12', [], ['include_groups=false']),
  /** Of one group or a page of groups whose members are not wanted. Children and parents make the answer faster. */
  group: ['include_users=false', ...CHILDREN_AND_PARENTS],
  /** Of the same where members are wanted. */
  groupWithMembers: CHILDREN_AND_PARENTS,
} as const;

/** The target of a request with its switches, e.g. `/core/users/4/?include_groups=false`. */
export function target(path: string, switches: readonly string[]): string {
  return switches.reduce((url, text) => `${url}${url.includes('?') ? '&' : '?'}${text}`, path);
}

function toNumber(version: string): number {
  const [year = 0, line = 0] = version.split('.').map(Number);
  return year * 100 + line;
}
