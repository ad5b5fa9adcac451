import { describe, expect, it } from 'vitest';
import {
  assume,
  exactly,
  formatKnown,
  formatRelease,
  isSince,
  parseRelease,
  UNKNOWN_RELEASE,
} from '../../src/authentik/release.ts';
import { createReleaseFinder } from '../../src/authentik/release-finder.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { askedOf, recordedData, startGateway, startSandboxGateway } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { answerJson } from '../support/scripted-authentik.ts';
import { startWatchedGateway } from '../support/watched-sandbox.ts';

const SUPPORT = '13af7e69-5b53-4a49-b563-720d6f6715d0';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a version of authentik', () => {
  it.each([
    ['2024.6.5', 202406, '2024.6'],
    ['2025.10.0-rc1', 202510, '2025.10'],
    ['2026.2', 202602, '2026.2'],
  ])('%s is of line %i', (version, release, written) => {
    expect(parseRelease(version)).toBe(release);
    expect(formatRelease(release)).toBe(written);
  });

  it.each(['', '10.2', '2025', '2025.13.0', '2025.100.1', 'v2025.10.0', '2025.10x'])('%j is none', (version) => {
    expect(parseRelease(version)).toBeUndefined();
  });
});

const OLD = { atLeast: 202508, before: 202512 };
const NEW = { atLeast: 202512, before: Number.POSITIVE_INFINITY };

describe('what is known of a release', () => {
  it.each([
    [UNKNOWN_RELEASE, undefined, undefined, 202510],
    [exactly(202510), '2025.10', false, 202510],
    [exactly(202602), '2026.2', true, 202602],
    [OLD, '2025.8 or newer, older than 2025.12', false, 202510],
    [NEW, '2025.12 or newer', true, 202512],
    [{ atLeast: 0, before: 202502 }, 'older than 2025.2', false, 202406],
    [{ atLeast: 202504, before: 202508 }, '2025.4 or newer, older than 2025.8', false, 202504],
    [{ atLeast: 202508, before: 202602 }, '2025.8 or newer, older than 2026.2', undefined, 202510],
  ])('%j is written %j, is of 2025.12 on: %j, and is reckoned with as %i', (known, written, isNew, assumed) => {
    expect([formatKnown(known), isSince(known, 202512), assume(known)]).toEqual([written, isNew, assumed]);
  });
});

describe('the release finder', () => {
  it('knows nothing, asks once, and knows', async () => {
    let asked = 0;
    const changes: string[] = [];
    const finder = createReleaseFinder({ onChange: (release) => changes.push(release) });
    const ask = async () => {
      asked += 1;
      return { version_current: '2025.12.4' };
    };

    expect(finder.get()).toEqual(UNKNOWN_RELEASE);
    finder.refresh(ask);
    finder.refresh(ask);
    await settled();
    finder.refresh(ask);

    expect([asked, finder.get(), changes]).toEqual([1, exactly(202512), ['2025.12']]);
  });

  it('asks again after ten minutes, and after one when it learned nothing; keeps what it knew', async () => {
    let now = 0;
    let asked = 0;
    const answers: unknown[] = [{ version_current: '2025.10.0' }, { detail: 'no' }, { version_current: '2025.12.0' }];
    const finder = createReleaseFinder({ now: () => now });
    const ask = async () => {
      asked += 1;
      return answers.shift();
    };
    const seen: unknown[] = [];
    for (const at of [0, 599_999, 600_000, 659_999, 660_000]) {
      now = at;
      finder.refresh(ask);
      await settled();
      seen.push([asked, formatKnown(finder.get())]);
    }

    expect(seen).toEqual([
      [1, '2025.10'],
      [1, '2025.10'],
      [2, '2025.10'],
      [2, '2025.10'],
      [3, '2025.12'],
    ]);
  });

  it('survives a probe that fails', async () => {
    const finder = createReleaseFinder();

    finder.refresh(() => Promise.reject(new TypeError('gone')));
    await settled();

    expect(finder.get()).toEqual(UNKNOWN_RELEASE);
  });

  it('goes by what answers look like while the version is refused', async () => {
    const changes: string[] = [];
    const finder = createReleaseFinder({ onChange: (release) => changes.push(release) });
    const seen: unknown[] = [];

    finder.refresh(() => Promise.reject(new TypeError('forbidden')));
    await settled();
    for (const signs of [UNKNOWN_RELEASE, { atLeast: 202508, before: Infinity }, OLD, OLD, NEW, OLD]) {
      finder.learn(signs);
      seen.push(finder.get());
    }

    // Where answers contradict each other, nothing is said to be missing.
    const anything = { atLeast: 202508, before: Infinity };
    expect(seen).toEqual([UNKNOWN_RELEASE, anything, OLD, OLD, NEW, anything]);
    expect(changes).toEqual([
      '2025.8 or newer',
      '2025.8 or newer, older than 2025.12',
      '2025.12 or newer',
      '2025.8 or newer',
    ]);
  });

  it('goes by the version rather than by what answers look like', async () => {
    const finder = createReleaseFinder();

    finder.learn(NEW);
    finder.refresh(async () => ({ version_current: '2026.2.0' }));
    await settled();
    finder.learn(NEW);

    expect(finder.get()).toEqual(exactly(202602));
  });

  it('takes a version that answers contradict for one of both, asks again soon, and not so soon when told the same', async () => {
    let now = 0;
    let asked = 0;
    const finder = createReleaseFinder({ now: () => now });
    const seen: unknown[] = [];
    const versions = ['2025.10.0', '2025.12.4', '2025.12.4', '2025.12.4'];
    const ask = async () => {
      asked += 1;
      return { version_current: versions.shift() };
    };
    for (const [at, signs] of [
      [0, OLD],
      [1000, NEW],
      [10_000, NEW],
      [11_000, OLD],
      [20_000, OLD],
      [30_000, OLD],
    ] as const) {
      now = at;
      finder.learn(signs);
      seen.push([asked, finder.get()]);
      finder.refresh(ask);
      await settled();
    }

    expect(seen).toEqual([
      [0, OLD],
      [1, { atLeast: 202510, before: Number.POSITIVE_INFINITY }],
      [1, { atLeast: 202510, before: Number.POSITIVE_INFINITY }],
      [2, { atLeast: 202508, before: 202513 }],
      [2, { atLeast: 202508, before: 202513 }],
      [3, { atLeast: 202508, before: 202513 }],
    ]);
  });

  it('never asks where the version is a setting', async () => {
    const finder = createReleaseFinder({ version: '2026.2.3-rc1' });

    finder.refresh(() => Promise.reject(new TypeError('expected not to be asked')));

    finder.learn(NEW);
    expect(finder.get()).toEqual(exactly(202602));
  });

  it('doubts a setting that answers contradict', () => {
    const changes: string[] = [];
    const finder = createReleaseFinder({ version: '2025.10.1', onChange: (release) => changes.push(release) });

    finder.learn(OLD);
    finder.learn(NEW);
    finder.learn(NEW);

    expect(finder.get()).toEqual({ atLeast: 202510, before: Number.POSITIVE_INFINITY });
    expect(changes).toEqual(['2025.10 or newer']);
  });
});

describe('a gateway that has not been told its authentik’s version', () => {
  const document = '{ viewer { username } }';

  it('asks once, with a credential that has proved good, beside the operation', async () => {
    const gateway = await startSandboxGateway(recordedData(), { authentikVersion: undefined, upstreamReport: true });

    await gateway.query(document, { key: 'key-bogus' });
    const refused = askedOf(gateway.sandbox);
    const first = await gateway.query(document);
    const second = await gateway.query(document);
    while (!askedOf(gateway.sandbox).includes('/admin/version/')) {
      await settled();
    }

    expect(refused).toEqual(['/core/users/me/']);
    expect([first, second].map(({ extensions }) => extensions)).toEqual([
      { upstream: expect.objectContaining({ requests: 1 }) },
      { upstream: expect.objectContaining({ requests: 1 }) },
    ]);
    expect(askedOf(gateway.sandbox).filter((path) => path === '/admin/version/')).toHaveLength(1);
  });
});

describe('a gateway whose authentik does not tell its version', () => {
  const start = (authentikVersion: string) =>
    startWatchedGateway({
      authentikVersion,
      settings: { authentikVersion: undefined },
      hook: ({ target }, { pass, response }) =>
        target === '/admin/version/' ? answerJson(response, { detail: 'No.' }, 403) : pass(),
    });
  const groups = '{ groups(first: 1) { nodes { name } } }';
  const user = '{ user(id: "4") { ... on User { username } } }';

  it.each([
    ['2024.6.5', 'include_users=false'],
    ['2025.8.0', 'include_users=false&include_children=true'],
    ['2026.8.3', 'include_users=false&include_children=true&include_parents=true'],
  ])('asks %s for what rows have shown it to have: %s', async (version, switches) => {
    const gateway = await start(version);

    await gateway.query(user);
    const { errors } = await gateway.query(groups);

    expect(errors).toBeUndefined();
    const asked = gateway.sent.find(({ target }) => target.startsWith('/core/groups/'))?.target;
    expect(asked).toBe(`/core/groups/?ordering=name%2Cpk&page_size=1&${switches}`);
  });

  it('refuses what rows have shown it not to have, before it asks, and says what is known', async () => {
    const gateway = await start('2025.8.0');
    const document = '{ users(first: 2, where: { rolesByName: ["x"] }) { totalCount } }';

    await gateway.query(user);
    const { errors } = await gateway.query(document);

    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_UNSUPPORTED');
    expect(errors?.[0]?.message).toBe(
      'where.rolesByName needs authentik 2025.12 or newer; the one behind is 2025.8 or newer, older than 2025.12.',
    );
    expect(gateway.sent.filter(({ target }) => target.includes('roles_by_name'))).toEqual([]);
  });

  it.each([
    ['2025.10.0-rc1', { parent: SUPPORT }],
    ['2025.12.4', { parents: [SUPPORT] }],
  ])('writes to %s in the words that its rows have shown', async (version, words) => {
    const gateway = await start(version);

    await gateway.query(user);
    const { data } = await mutate(gateway, 'createGroup', {
      input: { name: 'g', parentId: SUPPORT },
      select: 'group { parent { id } }',
    });

    expect(data).toEqual({ group: { parent: { id: SUPPORT } } });
    expect(gateway.sent.find(({ method }) => method === 'POST')?.body).toMatchObject({ name: 'g', ...words });
    expect(Object.keys(gateway.sent.find(({ method }) => method === 'POST')?.body ?? {}).sort()).toEqual(
      ['name', ...Object.keys(words)].sort(),
    );
  });
});

describe('a gateway whose authentik is upgraded under it', () => {
  it('does not tell the new one in the words of the old one', async () => {
    const [before, after] = ['2025.10.0-rc1', '2025.12.4'].map((authentikVersion) =>
      createSandbox({ dataset: recordedData(), authentikVersion }),
    );
    let behind = before;
    const gateway = await startGateway((...args) => behind?.handle(...args), { authentikVersion: undefined });
    await gateway.query('{ viewer { username } }');
    await expect.poll(() => before && askedOf(before)).toContain('/admin/version/');

    behind = after;
    await gateway.query('{ user(id: "4") { ... on User { username } } }');
    const { data } = await mutate(gateway, 'createGroup', {
      input: { name: 'g', parentId: SUPPORT },
      select: 'group { parent { id } }',
    });

    expect(data).toEqual({ group: { parent: { id: SUPPORT } } });
  });
});

describe('a gateway that closes', () => {
  it('does not wait for the version', async () => {
    let isAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const sandbox = createSandbox({ dataset: recordedData() });
    const gateway = await startGateway(
      (request, response) => (request.url?.includes('/admin/version/') ? isAsked() : sandbox.handle(request, response)),
      { authentikVersion: undefined, upstreamTimeoutMs: 600_000, operationTimeoutMs: 600_000 },
    );
    await gateway.query('{ viewer { username } }');
    await asked;

    await expect(gateway.close()).resolves.toBeUndefined();
  });
});
