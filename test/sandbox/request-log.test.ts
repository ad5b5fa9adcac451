import { describe, expect, it } from 'vitest';
import type { SandboxRequest } from '../../src/sandbox/index.ts';
import { aCompany } from './company.ts';
import { startSandbox } from './listen.ts';

const start = () => startSandbox({ dataset: aCompany() });

describe('the request log and the store of a sandbox', () => {
  it('logs what it was asked, with rows and bytes and without the key', async () => {
    const { sandbox, ask } = await start();

    const list = await ask('/core/users/?page_size=2', 'key-boss');
    await ask('/core/users/99/', 'key-boss');

    const expected: SandboxRequest[] = [
      { method: 'GET', path: '/api/v3/core/users/?page_size=2', status: 200, rows: 2, bytes: list.bytes.length },
      { method: 'GET', path: '/api/v3/core/users/99/', status: 404, rows: 0, bytes: 45 },
    ];
    expect(sandbox.requests).toEqual(expected);
    expect(JSON.stringify(sandbox.requests)).not.toContain('key-boss');
  });

  it('starts two sandboxes from one data set without sharing changes', async () => {
    const dataset = aCompany();
    const now = () => new Date('2030-01-01T00:00:00Z');
    const [first, second] = [await startSandbox({ dataset, now }), await startSandbox({ dataset, now })];

    await first.ask('/core/users/me/', 'key-soon');
    const counts = [await first.ask('/core/tokens/', 'key-boss'), await second.ask('/core/tokens/', 'key-boss')];

    expect(counts.map(({ json }) => json.pagination.count)).toEqual([5, 6]);
  });
});
