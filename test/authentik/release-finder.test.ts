import { describe, expect, it } from 'vitest';
import { formatRelease, parseRelease } from '../../src/authentik/release.ts';
import { createReleaseFinder } from '../../src/authentik/release-finder.ts';
import { askedOf, recordedData, startSandboxGateway } from '../support/gateway.ts';

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

describe('the release finder', () => {
  it('knows nothing, asks once, and knows', async () => {
    let asked = 0;
    const changes: string[] = [];
    const finder = createReleaseFinder({ onChange: (release) => changes.push(release) });
    const ask = async () => {
      asked += 1;
      return { version_current: '2025.12.4' };
    };

    expect(finder.get()).toBeUndefined();
    finder.refresh(ask);
    finder.refresh(ask);
    await settled();
    finder.refresh(ask);

    expect([asked, finder.get(), changes]).toEqual([1, 202512, ['2025.12']]);
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
      seen.push([asked, finder.get()]);
    }

    expect(seen).toEqual([
      [1, 202510],
      [1, 202510],
      [2, 202510],
      [2, 202510],
      [3, 202512],
    ]);
  });

  it('survives a probe that fails', async () => {
    const finder = createReleaseFinder();

    finder.refresh(() => Promise.reject(new TypeError('gone')));
    await settled();

    expect(finder.get()).toBeUndefined();
  });

  it('never asks where the version is a setting', async () => {
    const finder = createReleaseFinder({ version: '2026.2.3-rc1' });

    finder.refresh(() => Promise.reject(new TypeError('expected not to be asked')));

    expect(finder.get()).toBe(202602);
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
