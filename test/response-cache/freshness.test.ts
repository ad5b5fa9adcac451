import { describe, expect, it } from 'vitest';
import { startSandboxGateway } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { startWatchedGateway, type WatchedOptions } from '../support/watched-sandbox.ts';
import { ask, CACHED, HIT, STORED, statusesOf } from './ask.ts';

const NAME = '{ user(pk: 4) { ... on User { name } } }';
const STALE = 'fwd=stale; stored';

function aGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const start = (options: WatchedOptions = {}) => startWatchedGateway({ ...options, settings: CACHED });

describe('a mutation', () => {
  it('makes out of date what everybody was told before', async () => {
    const gateway = await start();
    const others = [
      { query: NAME },
      { query: NAME, key: 'key-viewer' },
      { query: '{ viewer { pk } }', key: 'key-plain' },
    ];
    expect(await statusesOf(gateway, [...others, ...others])).toEqual([STORED, STORED, STORED, HIT, HIT, HIT]);

    const { codes } = await mutate(gateway, 'updateUser', { input: { id: '4', name: 'New' } });
    const told = await ask(gateway, NAME);

    expect(codes).toBeUndefined();
    expect(told.data).toEqual({ user: { name: 'New' } });
    expect([told.cache, ...(await statusesOf(gateway, others.slice(1)))]).toEqual([STALE, STALE, STALE]);
    expect((await ask(gateway, NAME)).cache).toBe(HIT);
  });

  it('makes lists out of date that what it has made belongs to', async () => {
    const gateway = await start();
    const list = '{ users(where: { username: "m" }) { totalCount } }';
    expect((await ask(gateway, list)).data).toEqual({ users: { totalCount: 0 } });

    await mutate(gateway, 'createUser', { input: { username: 'm', name: 'M' } });

    expect((await ask(gateway, list)).data).toEqual({ users: { totalCount: 1 } });
  });

  it('that is made while a query is under way makes that one’s answer out of date too', async () => {
    const { open, opened } = aGate();
    const isRead = aGate();
    let reads = 0;
    const gateway = await start({
      hook: ({ method, target }, { pass, response }) => {
        reads += method === 'GET' && target.startsWith('/core/users/4/') ? 1 : 0;
        if (reads !== 1 || method !== 'GET') {
          return pass();
        }
        // The first read is answered with what is so now, but its answer stays on its way.
        const end = response.end.bind(response);
        response.end = ((...args: Parameters<typeof end>) => {
          isRead.open();
          void opened.then(() => end(...args));
          return response;
        }) as typeof response.end;
        return pass();
      },
    });
    const early = ask(gateway, NAME);
    await isRead.opened;

    await mutate(gateway, 'updateUser', { input: { id: '4', name: 'New' } });
    open();

    expect((await early).data).toEqual({ user: { name: 'Plain User' } });
    expect(await ask(gateway, NAME)).toMatchObject({ data: { user: { name: 'New' } }, cache: STALE });
    expect((await ask(gateway, NAME)).data).toEqual({ user: { name: 'New' } });
  });

  it.each<[string, WatchedOptions['hook']]>([
    ['was made, and its answer lost', ({ method }, { pass, lose }) => (method === 'PATCH' ? lose() : pass())],
    [
      'failed at authentik',
      ({ method }, { pass, response }) => (method === 'PATCH' ? response.writeHead(500).end() : pass()),
    ],
    [
      'was answered with a 404',
      ({ method }, { pass, response }) =>
        method === 'PATCH'
          ? response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not found."}')
          : pass(),
    ],
  ])('counts when it %s', async (_case, hook) => {
    const gateway = await start({ hook: hook ?? ((_sent, { pass }) => pass()) });
    await ask(gateway, NAME);

    await mutate(gateway, 'updateUser', { input: { id: '4', name: 'New' } });

    expect((await ask(gateway, NAME)).cache).toBe(STALE);
  });

  it('counts when its caller is gone before the answer', async () => {
    const controller = new AbortController();
    const gateway = await start({
      hook: ({ method }, { pass }) => {
        if (method === 'PATCH') {
          controller.abort();
        }
        return pass();
      },
    });
    await ask(gateway, NAME);
    const gone = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      signal: controller.signal,
      headers: { 'content-type': 'application/json', authorization: 'Bearer key-admin' },
      body: JSON.stringify({
        query: 'mutation { updateUser(input: { id: "4", name: "New" }) { __typename } }',
      }),
    });

    await expect(gone).rejects.toThrow('aborted');

    // Nobody is told when the gateway has done with it.
    let told = await ask(gateway, NAME);
    while (told.cache === HIT) {
      told = await ask(gateway, NAME);
    }
    expect(told).toMatchObject({ cache: STALE, data: { user: { name: 'New' } } });
  });

  it.each([
    ['of a stranger, which authentik refuses', 'createGroup', { input: { name: 'g' }, key: 'key-bogus' }, 1],
    ['of who may not, which authentik refuses', 'createGroup', { input: { name: 'g' }, key: 'key-plain' }, 1],
    ['with input that is refused before anything is sent', 'deleteUser', { input: { id: '../4' } }, 0],
    ['that only shows something', 'viewTokenKey', { input: { identifier: 'plain-app' } }, 0],
  ])('%s makes nothing out of date', async (_case, name, options, writes) => {
    const gateway = await start();
    await ask(gateway, NAME);

    await mutate(gateway, name, options);

    expect(gateway.sent.filter(({ method }) => method !== 'GET')).toHaveLength(writes);
    expect((await ask(gateway, NAME)).cache).toBe(HIT);
  });

  it('that was refused before it ran makes nothing out of date', async () => {
    const gateway = await startSandboxGateway(undefined, { ...CACHED, maxUpstreamRequests: 1 });
    await ask(gateway, '{ viewer { pk } }');

    const { codes } = await mutate(gateway, 'updateToken', { input: { identifier: 'plain-api', description: 'x' } });

    expect(codes).toEqual(['UPSTREAM_BUDGET_EXCEEDED']);
    expect((await ask(gateway, '{ viewer { pk } }')).cache).toBe(HIT);
  });
});

describe('what is changed past the gateway', () => {
  it('shows only once an answer’s time is over, or to who asks for a fresh one', async () => {
    const gateway = await start();
    await ask(gateway, NAME);
    await gateway.direct('PATCH', '/core/users/4/', { name: 'New' });

    const kept = await ask(gateway, NAME);
    const fresh = await ask(gateway, { query: NAME, headers: { 'cache-control': 'no-cache' } });

    expect([kept.data, fresh.data]).toEqual([{ user: { name: 'Plain User' } }, { user: { name: 'New' } }]);
    expect(await ask(gateway, NAME)).toMatchObject({ data: { user: { name: 'New' } }, cache: HIT });
  });
});
