import { describe, expect, it } from 'vitest';
import { aCompany } from './company.ts';
import { startSandbox } from './listen.ts';

const NOW = new Date('2026-03-01T12:00:00.500Z');
const HALF_AN_HOUR_LATER = '2026-03-01T12:30:00.500000Z';

const start = (change: (company: ReturnType<typeof aCompany>) => ReturnType<typeof aCompany> = (company) => company) =>
  startSandbox({ dataset: change(aCompany()), now: () => NOW });

const withPermissions = (username: string, ...permissions: string[]) =>
  start((company) => ({ ...company, globalPermissions: { ...company.globalPermissions, [username]: permissions } }));

describe('creating a token', () => {
  it('makes an API token of the caller that expires in half an hour', async () => {
    const { write } = await start();

    const made = await write('POST /core/tokens/', 'key-boss', { identifier: 'new', expires: '2099-01-01' });

    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ intent: 'api', user: 2, expiring: true, expires: HALF_AN_HOUR_LATER });
    expect(made.json).not.toHaveProperty('key');
  });

  it('lets a superuser make one for somebody else, who then may not view its key', async () => {
    const { write, ask } = await start();

    const made = await write('POST /core/tokens/', 'key-boss', { identifier: 'theirs', user: 3, expiring: false });
    const viewed = await ask('/core/tokens/theirs/view_key/', 'key-clerk');

    expect(made.json).toMatchObject({ user: 3, expiring: false });
    expect(viewed.status).toBe(403);
  });

  it('makes everybody else’s their own and expiring, whatever they send, and lets them view its key', async () => {
    const { write, ask } = await start();

    const made = await write('POST /core/tokens/', 'key-clerk', { identifier: 'mine', user: 2, expiring: false });
    const viewed = await ask('/core/tokens/mine/view_key/', 'key-clerk');

    expect(made.json).toMatchObject({ user: 3, expiring: true });
    expect(viewed.json.key).toMatch(/^[A-Za-z0-9]{60}$/);
  });

  it('takes from the caller’s attributes whether it expires', async () => {
    const { write } = await start((company) => ({
      ...company,
      users: company.users.map((user) => ({
        ...user,
        attributes: { ...user.attributes, 'goauthentik.io/user/token-expires': false },
      })),
    }));

    const made = await write('POST /core/tokens/', 'key-clerk', { identifier: 'mine', intent: 'app_password' });

    expect(made.json).toMatchObject({ expiring: false, expires: null });
  });

  it('gives an app password a time only up to the maximum lifetime of its owner', async () => {
    const { write } = await start((company) => ({
      ...company,
      groups: company.groups.map((group) => ({
        ...group,
        attributes: { 'goauthentik.io/user/token-maximum-lifetime': 'days=2;hours=1' },
      })),
    }));
    const create = (identifier: string, expires: string) =>
      write('POST /core/tokens/', 'key-clerk', { identifier, intent: 'app_password', expires });

    const [within, beyond] = [await create('a', '2026-03-03T13:00:00Z'), await create('b', '2026-03-03T13:00:01Z')];

    expect(within.json).toMatchObject({ expires: '2026-03-03T13:00:00Z' });
    expect([beyond.status, beyond.json]).toEqual([
      400,
      { expires: ['Token expires exceeds maximum lifetime (2026-03-03 13:00:00.500000+00:00 UTC).'] },
    ]);
  });

  it('answers all problems of a body at once', async () => {
    const { write } = await start();
    const body = { identifier: `${'x'.repeat(255)}!`, managed: '', user: 'x', description: {}, expiring: null };

    const refused = await write('POST /core/tokens/', 'key-boss', body);

    expect([refused.status, refused.json]).toEqual([
      400,
      {
        managed: ['This field may not be blank.'],
        identifier: [
          'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.',
          'Ensure this field has no more than 255 characters.',
        ],
        user: ['Incorrect type. Expected pk value, received str.'],
        description: ['Not a valid string.'],
        expiring: ['This field may not be null.'],
      },
    ]);
  });

  it('answers an empty 405 to whoever has no credentials, but 400 to their bad body', async () => {
    const { write } = await start();

    const [broken, refused] = [
      await write('POST /core/tokens/', undefined, { identifier: 'x' }),
      await write('POST /core/tokens/', undefined, {}),
    ];

    expect([broken.status, broken.bytes.length, broken.headers.allow]).toEqual([405, 0, 'GET, HEAD, OPTIONS']);
    expect(refused.status).toBe(400);
  });
});

describe('a PATCH of somebody’s app password that says neither `user` nor `intent`', () => {
  it('hands it to the superuser, makes it an API token and cannot be taken back', async () => {
    const { write, ask } = await start();
    const app = { identifier: 'w-8', intent: 'app_password', user: 5, description: 'before' };
    const made = await write('POST /core/tokens/', 'key-boss', app);

    const patched = await write('PATCH /core/tokens/w-8/', 'key-boss', { description: 'after' });
    const seenByOwner = await ask('/core/tokens/w-8/', 'key-guest');
    const givenBack = await write('PATCH /core/tokens/w-8/', 'key-boss', { user: 5, intent: 'app_password' });

    expect(made.json).toMatchObject({ user: 5, intent: 'app_password' });
    expect(patched.status).toBe(200);
    expect(patched.json).toMatchObject({ pk: made.json.pk, user: 2, intent: 'api', expires: HALF_AN_HOUR_LATER });
    expect(seenByOwner.status).toBe(404);
    expect([givenBack.status, givenBack.json]).toEqual([400, { user: ['User cannot be changed'] }]);
  });
});

describe('changing a token', () => {
  it('keeps the time of an app password that is sent without one, and refuses its own when that is too far', async () => {
    const { write } = await start((company) => ({
      ...company,
      tokens: company.tokens.map((token) =>
        token.identifier === 'guest-soon'
          ? { ...token, intent: 'app_password', expires: '2099-01-01T00:00:00Z' }
          : token,
      ),
    }));
    const same = { user: 5, intent: 'app_password', description: 'changed' };

    const kept = await write('PATCH /core/tokens/guest-soon/', 'key-boss', same);
    const echoed = await write('PATCH /core/tokens/guest-soon/', 'key-boss', { ...same, expires: kept.json.expires });

    expect(kept.json).toMatchObject({ description: 'changed', expires: '2099-01-01T00:00:00Z' });
    expect(echoed.status).toBe(400);
  });

  it('breaks on an app password without time', async () => {
    const { write } = await start();
    const body = { user: 5, intent: 'app_password', expires: null };

    const broken = await write('PATCH /core/tokens/guest-soon/', 'key-boss', body);

    expect([broken.status, broken.bytes.length, broken.headers['content-type']]).toEqual([
      405,
      0,
      'text/html; charset=utf-8',
    ]);
  });

  it('prolongs an API token even by an empty PATCH', async () => {
    const { write } = await start();

    const patched = await write('PATCH /core/tokens/guest-soon/', 'key-guest');

    expect([patched.status, patched.json.expires]).toEqual([200, HALF_AN_HOUR_LATER]);
  });

  it('renames it, and keeps its key and pk', async () => {
    const { write, ask } = await start();

    await write('PATCH /core/tokens/guest-api/', 'key-guest', { identifier: 'renamed' });
    const [gone, renamed] = [
      await ask('/core/tokens/guest-api/', 'key-guest'),
      await ask('/core/tokens/renamed/', 'key-guest'),
    ];

    expect([gone.status, renamed.status, renamed.json.user]).toEqual([404, 200, 5]);
  });

  it('needs an identifier in a PUT and keeps what the PUT leaves out', async () => {
    const { write } = await start();

    const refused = await write('PUT /core/tokens/guest-api/', 'key-guest', { description: 'x' });
    const put = await write('PUT /core/tokens/guest-api/', 'key-guest', { identifier: 'guest-api' });

    expect(refused.json).toEqual({ identifier: ['This field is required.'] });
    expect(put.json).toMatchObject({ description: 'with keys', expiring: false });
  });

  it('deletes even the one that is presented', async () => {
    const { write, ask } = await start();

    const deleted = await write('DELETE /core/tokens/guest-api/', 'key-guest');
    const after = await ask('/core/users/me/', 'key-guest');

    expect([deleted.status, deleted.bytes.length, after.status]).toEqual([204, 0, 403]);
  });
});

describe('the key of a token', () => {
  it('is counted each time it is read, also under a new name', async () => {
    const { ask, write, sandbox } = await start();

    await ask('/core/tokens/clerk-api/view_key/', 'key-boss');
    await ask('/core/tokens/clerk-api/view_key/', 'key-clerk');
    await write('PATCH /core/tokens/clerk-api/', 'key-clerk', { identifier: 'other' });
    await ask('/core/tokens/other/view_key/', 'key-boss');

    expect([sandbox.keyViews('other'), sandbox.keyViews('clerk-api'), sandbox.keyViews('boss-api')]).toEqual([2, 1, 0]);
  });

  it('is set by whoever has `set_token_key`, and the old one is worth nothing then', async () => {
    const { ask, write } = await withPermissions('guest', 'set_token_key');

    const set = await write('POST /core/tokens/guest-api/set_key/', 'key-guest', { key: 'chosen' });
    const [withOld, withNew] = [await ask('/core/users/me/', 'key-guest'), await ask('/core/users/me/', 'chosen')];

    expect([set.status, withOld.status, withNew.json.user.username]).toEqual([204, 403, 'guest']);
  });

  it.each([
    ['nobody', undefined, { key: 'x' }, 404],
    ['its owner', 'key-clerk', { key: 'x' }, 403],
    ['a superuser who sends none', 'key-boss', {}, 400],
  ])('is not set by %s', async (_, key, body, status) => {
    const { write } = await start();

    const refused = await write('POST /core/tokens/clerk-api/set_key/', key, body);

    expect(refused.status).toBe(status);
  });
});
