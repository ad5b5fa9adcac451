import { describe, expect, it } from 'vitest';
import { aCompany } from './company.ts';
import { startSandbox } from './listen.ts';

const start = () => startSandbox({ dataset: aCompany(), now: () => new Date('2025-12-31T00:00:00Z') });

describe('authentication of the sandbox', () => {
  it('deletes an expired token when it is presented, and not before', async () => {
    const { sandbox, ask } = await startSandbox({ dataset: aCompany(), now: () => new Date('2026-06-01T00:00:00Z') });

    const before = await ask('/core/tokens/guest-soon/', 'key-boss');
    const presented = await ask('/core/users/me/', 'key-soon');
    const after = await ask('/core/tokens/guest-soon/', 'key-boss');

    expect([before.status, presented.status, after.status]).toEqual([200, 403, 404]);
    expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 403, 404]);
  });

  it('accepts an expiring token before its time', async () => {
    const { ask } = await start();

    expect((await ask('/core/users/me/', 'key-soon')).json.user.username).toBe('guest');
  });

  it('reads the scheme in any case, refuses another and takes a header without a space for none', async () => {
    const { raw } = await start();
    const me = (Authorization: string) => raw('/api/v3/core/users/me/', { headers: { Authorization } });

    const replies = [await me('bearer key-boss'), await me('Basic key-boss'), await me('Bearer'), await me('key-boss')];

    expect(replies.map(({ status }) => status)).toEqual([200, 403, 403, 403]);
    expect(replies.slice(1).map(({ json }) => json.detail)).toEqual([
      'Unsupported authentication type',
      'Authentication credentials were not provided.',
      'Authentication credentials were not provided.',
    ]);
  });

  it('breaks on a bearer that is not ASCII', async () => {
    const { raw } = await start();

    const reply = await raw('/api/v3/core/users/me/', { headers: { Authorization: 'Bearer kéy' } });

    expect([reply.status, reply.headers['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
  });
});
