import { describe, expect, it } from 'vitest';
import { createDemoDataset, type SandboxDataset } from '../../src/sandbox/index.ts';
import { aUserJson } from '../support/builders.ts';
import { recordedData, serve } from '../support/gateway.ts';
import { answerJson } from '../support/scripted-authentik.ts';
import { answering, answerMe, examineUrl, serveAltered, serveSandbox } from './examined.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

async function examineSandbox(token: string, dataset: SandboxDataset = recordedData()) {
  return examineUrl((await serveSandbox(dataset)).url, token);
}

describe('the credential', () => {
  it('that is missing leaves what needs one, and is asked for', async () => {
    const { url, sandbox } = await serveSandbox();

    const found = await examineUrl(url, null);

    expect(found.api?.status).toBe('ok');
    expect(found.credential).toMatchObject({ status: 'skipped', advice: expect.stringContaining('AUTHENTIK_TOKEN') });
    expect(found.latency?.skippedFor).toBe('credential');
    expect(sandbox.requests.map(({ status }) => status)).toEqual([403, 200]);
  });

  it.each(['', 'Bearer key-admin', '"key-admin"', 'key admin', 'ключ', 'key-admin\n'])(
    'that is none (%j) is not sent',
    async (token) => {
      const { url, sandbox } = await serveSandbox();

      const { credential } = await examineUrl(url, token);

      expect(credential).toMatchObject({ status: 'fail', advice: expect.stringContaining('without "Bearer"') });
      expect(sandbox.requests.map(({ status }) => status)).toEqual([403, 200]);
    },
  );

  it.each(['key-bogus', 'key-expired', 'key-former', 'key-app'])(
    'that is refused (%s) is told with what it may be',
    async (token) => {
      const { credential, release } = await examineSandbox(token);

      expect(credential).toMatchObject({
        status: 'fail',
        sentence: expect.stringMatching(/unknown, expired or revoked, its user is inactive, or it is an app password/),
        advice: expect.stringContaining('Make an API token'),
      });
      expect(release?.skippedFor).toBe('credential');
    },
  );

  it('that is refused and looks like an OAuth2 token is told its scope', async () => {
    const { credential } = await examineSandbox('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln');

    expect(credential).toMatchObject({ status: 'fail', advice: expect.stringContaining('goauthentik.io/api') });
  });

  it('that is taken away on the way is noticed', async () => {
    const { sandbox } = await serveSandbox();
    const url = await serve((request, response) => {
      delete request.headers.authorization;
      sandbox.handle(request, response);
    });

    const { credential } = await examineUrl(url);

    expect(credential).toMatchObject({ status: 'fail', sentence: 'authentik answers as if no token had been sent.' });
  });

  it('that gets an answer nobody knows is told', async () => {
    const { credential } = await examineUrl(
      await serve((request, response) =>
        request.headers.authorization
          ? answering(200, '{"user":1}', JSON_TYPE)(response)
          : answering(403, '{"detail":"No."}', JSON_TYPE)(response),
      ),
    );

    expect(credential).toMatchObject({ status: 'fail', sentence: expect.stringContaining('200') });
  });

  it('that gets no answer is told', async () => {
    const { credential } = await examineUrl(
      await serve((request, response) =>
        request.headers.authorization ? response.destroy() : answering(403, '{"detail":"No."}', JSON_TYPE)(response),
      ),
    );

    expect(credential).toMatchObject({ status: 'fail', sentence: 'The other side hung up.' });
  });

  it('that is good is told with whose it is', async () => {
    const { credential } = await examineSandbox('key-svc');

    expect(credential).toMatchObject({
      status: 'ok',
      sentence: 'It is good, and stands for svc-ci (service_account).',
    });
  });
});

describe('the release', () => {
  const withVersion = (version: string) =>
    serveAltered({ '/api/v3/admin/version/': (response) => answerJson(response, { version_current: version }) });

  it.each([
    ['2024.4.2', 'fail', /older/],
    ['2024.6.5', 'ok', /supported/],
    ['2025.10.0-rc1', 'ok', /supported/],
    ['2026.8.3', 'ok', /supported/],
    ['2026.10.0', 'warn', /newer/],
    ['main', 'warn', /calls its version main/],
  ])('%s is %s', async (version, status, sentence) => {
    const { release } = await examineUrl(await withVersion(version));

    expect(release).toMatchObject({ status, sentence: expect.stringMatching(sentence) });
  });

  it('is told without what a terminal would obey, and not endlessly', async () => {
    const { release } = await examineUrl(await withVersion(`2025.10.0\u001b[31m\u202e\n${'x'.repeat(1000)}`));

    expect(release?.sentence).toMatch(/2025\.10\.0\?\[31m\?\?x+…/);
    expect(release?.sentence.length).toBeLessThan(250);
  });

  it('that authentik does not tell is a warning', async () => {
    const { release } = await examineUrl(await serveAltered({ '/api/v3/admin/version/': answering(403) }));

    expect(release).toMatchObject({ status: 'warn', advice: expect.stringContaining('AUTHENTIK_VERSION') });
  });

  it.each([
    ['2025.10.3', 'ok'],
    ['2024.12.0', 'warn'],
  ])('with AUTHENTIK_VERSION %s is %s', async (authentikVersion, status) => {
    const { release } = await examineUrl((await serveSandbox()).url, 'key-admin', { settings: { authentikVersion } });

    expect(release?.status).toBe(status);
  });
});

describe('the end of the token', () => {
  const at = (now: string) => ({ seams: { now: () => new Date(now) } });
  function withTokens(...expires: (string | null)[]): SandboxDataset {
    const data = createDemoDataset();
    const [own] = data.tokens.filter(({ key }) => key === 'key-plain');
    const others = data.tokens.filter(({ user }) => user !== own?.user);
    const made = own
      ? expires.map((end, index) => ({
          ...own,
          pk: `00000000-0000-4000-8000-00000000000${index}`,
          identifier: `own-${index}`,
          key: index === 0 ? 'key-plain' : `key-${index}`,
          expires: end,
          expiring: end !== null,
        }))
      : [];
    return { ...data, tokens: [...others, ...made] };
  }

  it('is told of the only one', async () => {
    const { url } = await serveSandbox(withTokens('2099-06-01T12:30:00Z'));

    const { token } = await examineUrl(url, 'key-plain', at('2099-01-01T00:00:00Z'));

    expect(token).toMatchObject({
      status: 'ok',
      sentence: 'It is the API token own-0, which expires on 2099-06-01 12:30 UTC.',
    });
  });

  it('is a warning on the last day', async () => {
    const { url } = await serveSandbox(withTokens('2099-06-01T12:30:00Z'));

    const { token } = await examineUrl(url, 'key-plain', at('2099-05-31T12:30:00Z'));

    expect(token).toMatchObject({ status: 'warn', advice: expect.stringContaining('new key, or deletes it') });
  });

  it('is told of the first to end of several, those that have ended aside', async () => {
    const { url } = await serveSandbox(
      withTokens('2099-06-01T12:30:00Z', null, '2020-01-01T00:00:00Z', '2099-03-01T00:00:00Z'),
    );

    const { token } = await examineUrl(url, 'key-plain', at('2099-01-01T00:00:00Z'));

    expect(token?.sentence).toBe(
      'It is one of the caller’s 3 API tokens. The first to end is own-3, which expires on 2099-03-01 00:00 UTC.',
    );
  });

  it('is none where none expires', async () => {
    const one = await examineUrl((await serveSandbox(withTokens(null))).url, 'key-plain');
    const two = await examineUrl((await serveSandbox(withTokens(null, null))).url, 'key-plain');

    expect(one.token?.sentence).toBe('It is the API token own-0, which does not expire.');
    expect(two.token?.sentence).toBe('It is one of the caller’s 2 API tokens, none of which expires.');
  });

  it('is not that of an app password, which is no credential here', async () => {
    const data = withTokens(null, '2099-02-01T00:00:00Z');
    const tokens = data.tokens.map((row) =>
      row.identifier === 'own-1' ? { ...row, intent: 'app_password' as const } : row,
    );

    const { token } = await examineUrl((await serveSandbox({ ...data, tokens })).url, 'key-plain');

    expect(token?.sentence).toBe('It is the API token own-0, which does not expire.');
  });

  it('is that of its provider for an OAuth2 token', async () => {
    const { sandbox } = await serveSandbox(withTokens(null));
    const url = await serve((request, response) => {
      if (request.headers.authorization?.startsWith('Bearer eyJ')) {
        request.headers.authorization = 'Bearer key-plain';
      }
      sandbox.handle(request, response);
    });

    const { token } = await examineUrl(url, 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln');

    expect(token).toMatchObject({ status: 'ok', sentence: expect.stringContaining('OAuth2') });
  });

  it('is asked without reading a key, which authentik would record', async () => {
    const { url, sandbox } = await serveSandbox();

    await examineUrl(url);

    expect(sandbox.requests.filter(({ path }) => path.includes('view_key'))).toEqual([]);
    expect(sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});

describe('what the caller sees', () => {
  it('is everything for a superuser', async () => {
    const { rights, ...found } = await examineSandbox('key-admin');

    expect(rights?.sentence).toBe('A superuser: sees and may do everything (14 system permissions).');
    expect([found['see-users'], found['see-groups'], found['see-tokens']].map((each) => each?.sentence)).toEqual([
      'All 9.',
      'All 6.',
      'All 12.',
    ]);
  });

  it('is all users and groups, but only its own tokens, with permissions for all', async () => {
    const { rights, ...found } = await examineSandbox('key-viewer');

    expect(rights?.sentence).toMatch(/^No superuser, with no system permission/);
    expect(found['see-users']?.sentence).toBe('All 9.');
    expect(found['see-tokens']?.sentence).toBe('Its own 1, and of nobody else.');
  });

  it('is no user and no group for an ordinary user', async () => {
    const found = await examineSandbox('key-plain');

    for (const id of ['see-users', 'see-groups']) {
      expect(found[id]).toMatchObject({
        status: 'warn',
        sentence: expect.stringMatching(/^None/),
        advice: expect.stringContaining('Roles'),
      });
    }
  });

  it('is itself alone, or some, with permissions on single ones', async () => {
    const data = recordedData();
    const groups = data.groups.slice(0, 2).map(({ pk }) => pk);
    const own = { view_user: ['4'], view_group: groups };

    const alone = await examineSandbox('key-plain', { ...data, objectPermissions: { plain: own } });
    const some = await examineSandbox('key-plain', {
      ...data,
      objectPermissions: { plain: { view_user: ['4', '5'] } },
    });

    expect(alone['see-users']?.sentence).toBe('Only itself.');
    expect(alone['see-groups']?.sentence).toBe('2, by permissions on single ones.');
    expect(some['see-users']?.sentence).toBe('2, by permissions on single ones.');
  });

  it('is told as it is where the release does not tell all from some', async () => {
    const { sandbox } = await serveSandbox();
    const url = await serve((request, response) =>
      request.url === '/api/v3/admin/version/'
        ? answerJson(response, { version_current: '2024.6.5' })
        : sandbox.handle(request, response),
    );

    const found = await examineUrl(url, 'key-viewer');

    expect(found['see-users']?.sentence).toBe('9; whether these are all, this release does not tell.');
  });

  it('is told where tokens of others are seen without being a superuser', async () => {
    const tokens = (count: number) => ({ pagination: { count, start_index: 1 }, results: [] });
    const url = await serveAltered({
      '/api/v3/core/tokens/?page_size=1': (response) => answerJson(response, tokens(7)),
    });

    const found = await examineUrl(url, 'key-viewer');

    expect(found['see-tokens']?.sentence).toBe('7, also of others.');
  });

  it.each(['users', 'groups', 'tokens'])('is told as failed where the list of %s does not come', async (noun) => {
    const found = await examineUrl(await serveAltered({ [`/api/v3/core/${noun}/?`]: answering(500) }));

    expect(found[`see-${noun}`]).toMatchObject({ status: 'fail', sentence: expect.stringContaining(noun) });
  });
});

describe('the switches', () => {
  it('are well on the sandbox, compared with and without', async () => {
    const { url, sandbox } = await serveSandbox();

    const found = await examineUrl(url);

    expect([found['switch-user']?.status, found['switch-token']?.status]).toEqual(['ok', 'ok']);
    expect(
      sandbox.requests.filter(({ path }) => /core\/(users|tokens)\/[\w-]+\/\?include_groups=false$/.test(path)).length,
    ).toBe(2);
  });

  it('that do nothing are a warning', async () => {
    const user = aUserJson({ pk: 2 });
    const url = await serveAltered({
      '/api/v3/core/users/2/': (response) => answerJson(response, user),
      '/api/v3/core/tokens/admin-api/': (response) => answerJson(response, { user_obj: user }),
    });

    const found = await examineUrl(url);

    expect([found['switch-user']?.status, found['switch-token']?.status]).toEqual(['warn', 'warn']);
  });

  it('are left where the caller sees no object to try them on', async () => {
    const user = await examineSandbox('key-plain');

    expect(user['switch-user']?.status).toBe('skipped');
    expect(user['switch-token']?.status).toBe('ok');
  });
});

describe('pages and time', () => {
  const rows = (count: number, of: number) => ({
    pagination: { count: of, start_index: 1 },
    results: Array.from({ length: count }, () => ({})),
  });

  it.each([
    [101, 300, 'ok', /no limit/],
    [100, 300, 'ok', /at most 100 rows/],
    [50, 300, 'warn', /no more than 50 rows/],
    [7, 7, 'ok', /too few rows/],
    [100, 100, 'ok', /too few rows/],
  ])('a page of %s of %s rows is %s', async (got, count, status, sentence) => {
    const url = await serveAltered({
      '/api/v3/core/users/?page_size=101': (response) => answerJson(response, rows(got, count)),
    });

    const { page } = await examineUrl(url);

    expect(page).toMatchObject({ status, sentence: expect.stringMatching(sentence) });
  });

  it('a page that does not come in time fails, with the setting to raise', async () => {
    const url = await serveAltered({ '/api/v3/core/users/?page_size=101': () => undefined });

    const { page } = await examineUrl(url, 'key-admin', { settings: { upstreamTimeoutMs: 300 } });

    expect(page).toMatchObject({ status: 'fail', advice: expect.stringContaining('UPSTREAM_TIMEOUT_MS (now 300)') });
  });

  it.each([
    [200, 'ok', 'ok'],
    [900, 'warn', 'ok'],
    [4200, 'warn', 'warn'],
  ])('requests that take %s ms each are %s, a page %s', async (step, latency, page) => {
    // Every request looks at the clock twice.
    let looks = 0;
    const ticks = () => {
      looks += 1;
      return Math.floor(looks / 2) * step;
    };

    const found = await examineUrl((await serveSandbox()).url, 'key-admin', { seams: { ticks } });

    expect([found.latency?.status, found.page?.status]).toEqual([latency, page]);
    expect(found.latency?.sentence).toContain(`${step} ms`);
  });

  it('no list with rows leaves the page', async () => {
    const url = await serve((request, response) =>
      request.headers.authorization && request.url === '/api/v3/core/users/me/'
        ? answerMe(response)
        : answering(403, '{"detail":"No."}', JSON_TYPE)(response),
    );

    const { page } = await examineUrl(url);

    expect(page?.status).toBe('skipped');
  });
});
