import { describe, expect, it } from 'vitest';
import { exactly, parseRelease, UNKNOWN_RELEASE } from '../../src/authentik/release.ts';
import { type Answered, toSwitchParams } from '../../src/authentik/switches.ts';

const NOTHING = new Set<string>();
const ALL = new Set([
  'include_groups',
  'include_roles',
  'include_users',
  'include_children',
  'include_parents',
  'include_inherited_roles',
]);

function sent(answered: Answered, version: string | undefined, needs: ReadonlySet<string>): string {
  const release = version === undefined ? undefined : parseRelease(version);
  const known = release === undefined ? UNKNOWN_RELEASE : exactly(release);
  const params = toSwitchParams(answered, known, (include) => needs.has(include));
  return Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

describe('the switches of a request', () => {
  it.each<[Answered, string | undefined, string]>([
    ['users', '2024.6.5', 'include_groups=false'],
    ['users', '2025.10.0-rc1', 'include_groups=false'],
    ['users', '2025.12.0', ''],
    ['users', '2026.8.3', ''],
    ['users', undefined, 'include_groups=false'],
    ['user', '2025.10.4', 'include_groups=false'],
    ['user', '2025.12.4', 'include_groups=false&include_roles=false'],
    ['token', '2025.10.0', 'include_groups=false'],
    ['token', '2026.2.3-rc1', 'include_groups=false&include_roles=false'],
    ['group', '2024.6.5', 'include_users=false'],
    ['group', '2025.8.0', 'include_users=false&include_children=true'],
    ['group', '2025.12.4', 'include_users=false&include_children=true&include_parents=true'],
    ['group', undefined, 'include_users=false&include_children=true'],
  ])('that answers a %s of %s, of which nothing embedded is selected: %s', (answered, version, expected) => {
    expect(sent(answered, version, NOTHING)).toBe(expected);
  });

  it.each<[Answered, string | undefined, string]>([
    ['users', '2024.6.5', ''],
    ['token', '2026.8.1', ''],
    ['group', '2024.6.5', ''],
    ['group', '2025.10.0', 'include_children=true'],
    ['group', '2025.12.0', 'include_children=true&include_parents=true&include_inherited_roles=true'],
    ['group', undefined, 'include_children=true&include_parents=true&include_inherited_roles=true'],
  ])('that answers a %s of %s, of which everything is selected: %s', (answered, version, expected) => {
    expect(sent(answered, version, ALL)).toBe(expected);
  });

  it('are those of a release that came after this gateway as those of the newest it knows', () => {
    expect(sent('group', '2031.2.0', NOTHING)).toBe(sent('group', '2026.8.3', NOTHING));
  });
});
