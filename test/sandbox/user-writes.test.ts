import { describe, expect, it } from 'vitest';
import { createDemoDataset, type SandboxDataset } from '../../src/sandbox/index.ts';
import { aCompany, READERS, ROOT, TEAM } from './company.ts';
import { startSandbox } from './listen.ts';

const NOW = new Date('2026-03-01T12:00:00.500Z');
const NOW_TEXT = '2026-03-01T12:00:00.500000Z';

const start = (more: Partial<SandboxDataset> = {}) =>
  startSandbox({ dataset: { ...aCompany(), ...more }, now: () => NOW });

describe('creating a user', () => {
  it('makes an active internal user of the path `users` without e-mail, groups and attributes', async () => {
    const { write } = await start();

    const made = await write('POST /core/users/', 'key-boss', { username: ' new ', name: '' });

    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      ...{ pk: 7, username: 'new', name: '', email: '', groups: [], attributes: {}, path: 'users', type: 'internal' },
      ...{ is_active: true, is_superuser: false, last_login: null, date_joined: NOW_TEXT, last_updated: NOW_TEXT },
    });
  });

  it('ignores what cannot be said, without a word', async () => {
    const { write } = await start();
    const body = { username: 'new', name: 'x', pk: 99, uuid: ROOT, is_superuser: true, nonsense: 1, password: 'x' };

    const made = await write('POST /core/users/', 'key-boss', body);

    expect([made.status, made.json.pk, made.json.is_superuser]).toEqual([201, 7, false]);
    expect(made.json.uuid).not.toBe(ROOT);
  });

  it('makes up the same keys in every sandbox of the same seed, and others with another', async () => {
    const create = async (seed: number) => {
      const { write } = await startSandbox({ dataset: aCompany(), seed });
      return (await write('POST /core/users/', 'key-boss', { username: 'new', name: '' })).json.uuid;
    };

    const [first, again, other] = [await create(1), await create(1), await create(2)];

    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([again === first, other === first]).toEqual([true, false]);
  });

  it.each([
    [{ username: 'x'.repeat(151), name: 'x' }, { username: ['Ensure this field has no more than 150 characters.'] }],
    [{ username: 'new', name: null }, { name: ['This field may not be null.'] }],
    [{ username: 'new', name: 'x', groups: 'x' }, { groups: ['Expected a list of items but got type "str".'] }],
    [{ username: 'new', name: 'x', path: 'a//b' }, { path: ['No empty segments in user path allowed.'] }],
    [{ username: 'new', name: 'x', is_active: 'perhaps' }, { is_active: ['Must be a valid boolean.'] }],
    ['text', { non_field_errors: ['Invalid data. Expected a dictionary, but got str.'] }],
    [null, { non_field_errors: ['No data provided'] }],
  ])('refuses %j', async (body, problems) => {
    const { write } = await start();

    const refused = await write('POST /core/users/', 'key-boss', body);

    expect([refused.status, refused.json]).toEqual([400, problems]);
  });

  it.each([
    ['nobody', undefined, 403, 'Authentication credentials were not provided.'],
    ['somebody without `add_user`', 'key-reader', 403, 'You do not have permission to perform this action.'],
  ])('is refused to %s, whatever they send', async (_, key, status, detail) => {
    const { write } = await start();

    const refused = await write('POST /core/users/', key, {});

    expect([refused.status, refused.json]).toEqual([status, { detail }]);
  });
});

describe('changing a user', () => {
  it('replaces attributes and groups as wholes, and leaves what is not said', async () => {
    const { write } = await start();

    const patched = await write('PATCH /core/users/4/', 'key-boss', { attributes: { a: 1 }, groups: [ROOT] });

    expect(patched.json).toMatchObject({ attributes: { a: 1 }, groups: [ROOT], name: 'reader', is_superuser: true });
    expect(patched.json.last_updated).toBe(NOW_TEXT);
  });

  it('takes all memberships away by a PUT that does not name them', async () => {
    const { write, ask } = await start();

    const put = await write('PUT /core/users/4/', 'key-boss', { username: 'reader', name: 'x' });
    const team = await ask(`/core/groups/${TEAM}/`, 'key-boss');

    expect(put.json).toMatchObject({ groups: [], email: 'clerk@example.com', attributes: { dept: 'eng' } });
    expect(team.json.users).toEqual([3]);
  });

  it('takes away the permissions the user was given directly', async () => {
    const { write, ask } = await start();
    const before = await ask('/core/users/', 'key-reader');

    await write('PATCH /core/users/4/', 'key-boss', {});
    const after = await ask('/core/users/', 'key-reader');

    expect([before.status, after.status]).toEqual([200, 403]);
  });

  it('shuts a deactivated user out', async () => {
    const { write, ask } = await start();

    await write('PATCH /core/users/4/', 'key-boss', { is_active: false });
    const after = await ask('/core/users/me/', 'key-reader');

    expect(after.json).toEqual({ detail: 'Token invalid/expired' });
  });

  it('refuses any change of an internal service account', async () => {
    const { write } = await start();

    const refused = await write('PATCH /core/users/6/', 'key-boss', { name: 'x' });

    expect(refused.json).toEqual({ non_field_errors: ["Can't modify internal service account users"] });
  });

  it('is open to whoever has `change_user` on the user and sees it', async () => {
    const { write } = await start({ objectPermissions: { clerk: { view_user: ['4'], change_user: ['4', '5'] } } });

    const [seen, unseen, itself] = [
      await write('PATCH /core/users/4/', 'key-clerk', { name: 'x' }),
      await write('PATCH /core/users/5/', 'key-clerk', { name: 'x' }),
      await write('PATCH /core/users/3/', 'key-clerk', { name: 'x' }),
    ];

    expect([seen.status, unseen.status, itself.status]).toEqual([200, 404, 404]);
  });

  it('needs the user to pass the query’s filters', async () => {
    const { write } = await start();

    const missed = await write('DELETE /core/users/4/?username=clerk', 'key-boss');

    expect(missed.status).toBe(404);
  });
});

describe('deleting a user', () => {
  it('deletes their tokens and memberships too', async () => {
    const { write, ask } = await start();

    const deleted = await write('DELETE /core/users/4/', 'key-boss');
    const [token, group] = [
      await ask('/core/tokens/reader-api/', 'key-boss'),
      await ask(`/core/groups/${READERS}/`, 'key-boss'),
    ];

    expect([deleted.status, token.status, group.json.users]).toEqual([204, 404, []]);
  });

  it('never gives a pk to another user', async () => {
    const { write } = await start();
    const create = () => write('POST /core/users/', 'key-boss', { username: 'new', name: '' });
    const first = await create();

    await write(`DELETE /core/users/${first.json.pk}/`, 'key-boss');
    const second = await create();

    expect(second.json.pk).toBe(first.json.pk + 1);
  });
});

describe('a service account', () => {
  it('comes with an app password for a year, told this once, and with a group', async () => {
    const { write, ask } = await start();

    const made = await write('POST /core/users/service_account/', 'key-boss', { name: 'CI bot', create_group: true });
    const token = await ask('/core/tokens/service-account-ci-bot-password/', 'key-boss');
    const key = await ask('/core/tokens/service-account-ci-bot-password/view_key/', 'key-boss');
    const group = await ask(`/core/groups/${made.json.group_pk}/`, 'key-boss');

    expect([made.status, made.json.token]).toEqual([200, key.json.key]);
    expect(token.json).toMatchObject({ intent: 'app_password', user: 7, expires: '2027-02-24T12:00:00.500000Z' });
    expect(group.json).toMatchObject({ name: 'CI bot', users: [7] });
  });

  it('is made without the group, and without a word, for who may not add groups', async () => {
    const { write } = await start({ globalPermissions: { clerk: ['add_user', 'add_token'] } });

    const made = await write('POST /core/users/service_account/', 'key-clerk', { name: 'bot', create_group: true });

    expect(made.status).toBe(200);
    expect(made.json).not.toHaveProperty('group_pk');
  });

  it('leaves nothing behind when its token’s name is taken', async () => {
    const { write, ask } = await start();
    await write('POST /core/tokens/', 'key-boss', { identifier: 'service-account-bot-password' });

    const refused = await write('POST /core/users/service_account/', 'key-boss', { name: 'bot', create_group: true });
    const users = await ask('/core/users/?username=bot', 'key-boss');

    expect(refused.json.non_field_errors[0]).toContain('Key (identifier)=(service-account-bot-password)');
    expect(users.json.results).toEqual([]);
  });
});

describe('a new password', () => {
  it('is set by whoever has `reset_user_password`, but not for oneself without it', async () => {
    const { write } = await start({
      globalPermissions: { reader: ['view_user', 'reset_user_password'], clerk: ['view_user'] },
    });

    const [done, refused] = [
      await write('POST /core/users/3/set_password/', 'key-reader', { password: 'secret' }),
      await write('POST /core/users/3/set_password/', 'key-clerk', { password: 'secret' }),
    ];

    expect([done.status, refused.status]).toEqual([204, 403]);
  });
});

describe('recovery', () => {
  const recoverable = { recoveryFlow: 'recover', emailStages: [{ pk: ROOT, name: 'mail' }] };

  it('has a link of the address that was asked, the same one each time', async () => {
    const { write, ask } = await start(recoverable);

    const [first, again] = [
      await write('POST /core/users/3/recovery/', 'key-boss'),
      await write('POST /core/users/3/recovery/', 'key-boss'),
    ];
    const tokens = await ask('/core/tokens/?intent=verification', 'key-boss');

    expect(first.json.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/if\/flow\/recover\/\?flow_token=[A-Za-z0-9]{60}$/);
    expect(again.json).toEqual(first.json);
    expect(tokens.json.results).toMatchObject([{ user: 3, expires: '2026-03-01T12:30:00.500000Z' }]);
  });

  it.each([
    ['/core/users/3/recovery_email/', 'Email stage does not exist.'],
    [`/core/users/3/recovery_email/?email_stage=${TEAM}`, 'Email stage does not exist.'],
    [`/core/users/5/recovery_email/?email_stage=${ROOT}`, 'User does not have an email address set.'],
  ])('is not mailed by %s', async (path, sentence) => {
    const { write } = await start(recoverable);

    const refused = await write(`POST ${path}`, 'key-boss');

    expect([refused.status, refused.json]).toEqual([400, { non_field_errors: sentence }]);
  });

  it('is mailed to the user by a stage there is', async () => {
    const { write } = await start(recoverable);

    const sent = await write(`POST /core/users/3/recovery_email/?email_stage=${ROOT}`, 'key-boss');

    expect(sent.status).toBe(204);
  });

  it('has a link, too, when the stage that was to mail it is not there', async () => {
    const { write, ask } = await start(recoverable);

    await write('POST /core/users/3/recovery_email/', 'key-boss');
    const tokens = await ask('/core/tokens/?intent=verification', 'key-boss');

    expect(tokens.json.pagination.count).toBe(1);
  });

  it('works in the demo data set', async () => {
    const dataset = createDemoDataset();
    const { write } = await startSandbox({ dataset });
    const user = dataset.users.find(({ email }) => email !== '')?.pk;
    const stage = dataset.emailStages[0]?.pk;

    const link = await write(`POST /core/users/${user}/recovery/`, 'key-admin');
    const mail = await write(`POST /core/users/${user}/recovery_email/?email_stage=${stage}`, 'key-admin');

    expect([link.status, mail.status]).toEqual([200, 204]);
  });

  it('takes `add_user` besides `reset_user_password`', async () => {
    const { write } = await start({
      ...recoverable,
      globalPermissions: { reader: ['reset_user_password'], guest: ['reset_user_password', 'add_user'] },
    });

    const [without, withIt] = [
      await write('POST /core/users/3/recovery/', 'key-reader'),
      await write('POST /core/users/3/recovery/', 'key-guest'),
    ];

    expect([without.status, withIt.status]).toEqual([403, 200]);
  });
});
