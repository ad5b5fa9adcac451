import { describe, expect, it } from 'vitest';
import { exactly, formatKnown, narrow, parseRelease, UNKNOWN_RELEASE } from '../../src/authentik/release.ts';
import { readSigns } from '../../src/authentik/release-signs.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { recordedData, serve } from '../support/gateway.ts';
import { type Exchange, readRecording } from '../support/recordings.ts';

/** What rows of each release tell of it. */
const TOLD = {
  '2024.6.5': 'older than 2025.2',
  '2024.12.0': 'older than 2025.2',
  '2025.2.0': '2025.2 or newer, older than 2025.4',
  '2025.6.0': '2025.4 or newer, older than 2025.8',
  '2025.8.0': '2025.8 or newer, older than 2025.12',
  '2025.10.0-rc1': '2025.8 or newer, older than 2025.12',
  '2025.12.4': '2025.12 or newer',
  '2026.2.3-rc1': '2025.12 or newer',
  '2026.8.3': '2025.12 or newer',
};

describe.each(Object.entries(TOLD))('an answer of %s', (version, told) => {
  it.each(['/core/users/', '/core/users/4/', '/core/tokens/', '/core/tokens/plain-api/'])(
    'to %s tells it',
    async (path) => {
      expect(formatKnown(readSigns(path, await ask(version, path)))).toBe(told);
    },
  );

  it.each(['/core/groups/', '/core/users/me/'])('to %s contradicts nothing', async (path) => {
    const known = readSigns(path, await ask(version, path));

    expect(known).not.toEqual(UNKNOWN_RELEASE);
    expect(narrow(known, exactly(parseRelease(version) ?? 0))).toBeDefined();
  });
});

async function ask(authentikVersion: string, path: string): Promise<unknown> {
  const url = await serve(createSandbox({ dataset: recordedData(), authentikVersion }).handle);
  return (await fetch(`${url}/api/v3${path}`, { headers: { authorization: 'Bearer key-admin' } })).json();
}

describe.each(['2024.6.5', '2025.10.0-rc1', '2025.12.4', '2026.2.3-rc1'] as const)('a real %s', (version) => {
  it('is contradicted by none of its answers, whoever asks and with whatever switches', () => {
    const exchanges: Exchange[] = [...readRecording(version, 'reads'), ...readRecording(version, 'writes')];
    const rows = exchanges.filter(({ request, response }) => request.method === 'GET' && response.status === 200);
    const release = exactly(parseRelease(version) ?? 0);

    const told = rows.map(({ request, response }) => readSigns(request.path.split('?')[0] ?? '', response.body));

    expect(told.filter((each) => formatKnown(each) === TOLD[version]).length).toBeGreaterThan(100);
    expect(told.filter((each) => narrow(each, release) === undefined)).toEqual([]);
  });
});

describe('what tells nothing', () => {
  it.each([
    ['/core/users/', { pagination: {}, results: [] }],
    ['/core/users/', null],
    ['/core/users/', 'text'],
    ['/core/tokens/x/', { user_obj: null }],
    ['/core/tokens/x/view_key/', { key: 'k' }],
    ['/core/users/4/used_by/', [{ app: 'authentik_core' }]],
    ['/core/groups/x/add_user/', {}],
  ])('%s %j', (path, json) => {
    expect(readSigns(path, json)).toEqual(UNKNOWN_RELEASE);
  });

  it('is a property that came before one that is there, and has gone again', () => {
    expect(formatKnown(readSigns('/core/users/4/', { pk: 4, roles: [] }))).toBe('2025.12 or newer');
  });
});
