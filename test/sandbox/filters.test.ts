import { describe, expect, it } from 'vitest';
import { aCompany, READERS, TEAM } from './company.ts';
import { column, startSandbox } from './listen.ts';

const start = () => startSandbox({ dataset: aCompany() });

async function usernames(query: string): Promise<unknown[]> {
  const { ask } = await start();
  const reply = await ask(`/core/users/?${query}`, 'key-boss');
  expect([reply.status, reply.json.pagination?.count]).toEqual([200, reply.json.results?.length]);
  return column(reply, 'username');
}

async function refusal(path: string): Promise<unknown> {
  const { ask } = await start();
  const reply = await ask(path, 'key-boss');
  expect(reply.status).toBe(400);
  return reply.json;
}

const everybody = ['boss', 'clerk', 'guest', 'outpost', 'reader'];
const attributes = (lookUps: unknown) => `attributes=${encodeURIComponent(JSON.stringify(lookUps))}`;

describe('filters of users', () => {
  it.each([
    ['username=clerk', ['clerk']],
    ['username=%20clerk%20', ['clerk']],
    ['email=clerk@example.com', ['clerk', 'reader']],
    ['email=CLERK@example.com', []],
    ['name=%C3%84nne+Clerk', ['clerk']],
    ['path=users', ['boss', 'reader']],
    ['path_startswith=users', ['boss', 'clerk', 'reader']],
    ['path_startswith=partners/', ['guest']],
    ['uuid=%7B00000000000040008000000000000003%7D', ['clerk']],
    ['type=external&type=internal_service_account', ['guest', 'outpost']],
    [`groups_by_pk=${TEAM}&groups_by_pk=${READERS}`, ['clerk', 'reader']],
    ['groups_by_name=Readers&path=users', ['reader']],
    ['is_active=1', everybody],
    ['is_active=TRUE', everybody],
    ['is_active=false', []],
    ['is_superuser=false', everybody],
    ['pk=3&id=3&pk__in=3', everybody],
    ['username=boss&username=clerk', ['clerk']],
    ['username=boss&username=', everybody],
  ])('answers ?%s', async (query, expected) => {
    expect(await usernames(query)).toEqual(expected);
  });

  it.each([
    ['date_joined=2024-05-01T10:00:00.000001Z', ['clerk']],
    ['date_joined__gt=2024-05-01T10:00:00.000001Z', ['guest', 'reader']],
    ['date_joined__gt=2024-05-01T10:00:00Z&date_joined__lt=2025-01-01', ['clerk', 'reader']],
    ['date_joined__gt=2024-05-01T12:00:00.000001%2B02:00', ['guest', 'reader']],
    ['last_updated__lt=2025-01-01 00:00&last_updated__gt=2019-01-01', ['boss', 'guest', 'outpost']],
    ['last_updated=2025-06-01T00:00:00Z', ['reader']],
    ['date_joined__gt=', everybody],
  ])('compares times to the microsecond: ?%s', async (query, expected) => {
    expect(await usernames(query)).toEqual(expected);
  });

  it.each([
    [{ dept: 'ops' }, ['clerk']],
    [{ desk__floor: 2, dept: 'ops' }, ['clerk']],
    [{ tags__0: 'a' }, ['clerk']],
    [{ tags__contains: 'b' }, ['clerk']],
    [{ contains: { desk: { floor: 2 } } }, ['clerk']],
    [{ dept__contains: 'o' }, []],
    [{ dept__icontains: 'P' }, ['clerk']],
    [{ dept__startswith: 'e' }, ['reader']],
    [{ dept__in: ['ops', 'eng', 'hr'] }, ['clerk', 'reader']],
    [{ size__gt: 3 }, ['reader']],
    [{ size__range: [1, 5] }, ['clerk']],
    [{ size: '3' }, []],
    [{ gone: null }, ['reader']],
    [{ gone__isnull: false }, ['reader']],
    [{ dept__isnull: true }, ['boss', 'guest', 'outpost']],
    [{ has_key: 'goauthentik.io/user/x' }, ['clerk']],
    [{ has_any_keys: ['gone', 'tags'] }, ['clerk', 'reader']],
    [{ 'goauthentik.io/user/x': true }, ['clerk']],
    [{ nope__zzz: 1 }, []],
    [{ __proto__: 1, constructor: 1 }, []],
  ])('looks attributes up by %j', async (lookUps, expected) => {
    expect(await usernames(attributes(lookUps))).toEqual(expected);
  });

  it('answers every row to a look-up whose value Django refuses, and breaks on one it cannot iterate', async () => {
    const { ask } = await start();

    const unfiltered = await usernames(attributes({ dept__isnull: 'yes' }));
    const broken = await ask(`/core/users/?${attributes({ dept__in: 3 })}`, 'key-boss');

    expect(unfiltered).toEqual(everybody);
    expect([broken.status, broken.headers.allow]).toEqual([500, undefined]);
  });

  it('names every bad parameter at once, before it looks at attributes', async () => {
    const body = await refusal('/core/users/?uuid=x&date_joined__lt=2025-02-30&type=robot&attributes=nojson');

    expect(body).toEqual({
      uuid: ['Enter a valid UUID.'],
      date_joined__lt: ['Enter a valid date/time.'],
      type: ['Select a valid choice. robot is not one of the available choices.'],
    });
  });

  it('knows the keys of groups in their canonical form only, and refuses the request for one unknown', async () => {
    const upper = TEAM.toUpperCase();

    expect(await refusal(`/core/users/?groups_by_pk=${TEAM}&groups_by_pk=${upper}`)).toEqual({
      groups_by_pk: [`Select a valid choice. ${upper} is not one of the available choices.`],
    });
    expect(await refusal('/core/users/?groups_by_pk=')).toEqual({ groups_by_pk: ['“” is not a valid UUID.'] });
  });

  it('filters single objects too', async () => {
    const { ask } = await start();

    const [hit, miss, bad, search] = [
      await ask('/core/users/3/?username=clerk', 'key-boss'),
      await ask('/core/users/3/?username=boss', 'key-boss'),
      await ask('/core/users/3/?uuid=bad', 'key-boss'),
      await ask('/core/users/3/?search=boss', 'key-boss'),
    ];

    expect([hit.status, miss.status, bad.status, search.status]).toEqual([200, 404, 400, 404]);
  });
});
