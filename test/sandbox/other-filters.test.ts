import { describe, expect, it } from 'vitest';
import { aCompany } from './company.ts';
import { column, startSandbox } from './listen.ts';

const start = () => startSandbox({ dataset: aCompany() });
const attributes = (lookUps: unknown) => `attributes=${encodeURIComponent(JSON.stringify(lookUps))}`;

describe('filters of the other lists', () => {
  it.each([
    ['/core/groups/?name=Team', ['Team']],
    ['/core/groups/?is_superuser=false', ['Leaf', 'Middle', 'Readers', 'Team']],
    ['/core/groups/?members_by_pk=4', ['Readers', 'Team']],
    ['/core/groups/?members_by_username=boss&members_by_username=clerk', ['Leaf', 'Team']],
    [`/core/groups/?${attributes({ settings__locale: 'de' })}`, ['Leaf']],
    ['/core/groups/?search=true', ['Root']],
    ['/rbac/roles/?name=Second', ['Second']],
    ['/rbac/roles/?search=FIR', ['First']],
  ])('answers %s', async (path, expected) => {
    const { ask } = await start();

    expect(column(await ask(path, 'key-boss'), 'name')).toEqual(expected);
  });

  it.each([
    ['intent=api&user__username=guest', ['guest-api', 'guest-soon']],
    ['description=with keys', ['guest-api']],
    ['expires=2026-01-01T01:00:00%2B01:00', ['guest-soon']],
    ['expiring=true', ['guest-soon']],
    ['identifier=boss-api', ['boss-api']],
    ['search=guest+keys', ['guest-api']],
    ['intent=', ['boss-api', 'clerk-api', 'guest-api', 'guest-soon', 'outpost-api', 'reader-api']],
  ])('answers tokens by ?%s', async (query, expected) => {
    const { ask } = await start();

    expect(column(await ask(`/core/tokens/?${query}`, 'key-boss'), 'identifier')).toEqual(expected);
  });

  it('answers the paths of the users a search leaves, once each and sorted', async () => {
    const { ask } = await start();

    const [all, some] = [
      await ask('/core/users/paths/', 'key-reader'),
      await ask('/core/users/paths/?search=clerk@', 'key-reader'),
    ];

    expect(all.json.paths).toEqual(['goauthentik.io/outposts', 'partners/acme', 'users', 'users/berlin']);
    expect(some.json.paths).toEqual(['users', 'users/berlin']);
  });
});
