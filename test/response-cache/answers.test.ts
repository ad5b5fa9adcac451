import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { aUserJson } from '../support/builders.ts';
import { startGateway, startSandboxGateway } from '../support/gateway.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';
import { ask, CACHED, HIT, STORED, statusesOf } from './ask.ts';

const TOKEN = '{ token(identifier: "plain-api") { ... on Token { identifier user { username attributes } } } }';
const ME = '{ viewer { username } }';

afterEach(() => {
  vi.useRealTimers();
});

describe('without the setting', () => {
  it('every query is asked of authentik, and no header tells of a cache', async () => {
    const gateway = await startSandboxGateway();

    const told = [await ask(gateway, TOKEN), await ask(gateway, TOKEN)];

    expect(parseConfig({}).responseCacheMs).toBe(0);
    expect(told.map(({ cache }) => cache)).toEqual([null, null]);
    expect(told[1]?.data).toEqual(told[0]?.data);
    expect(gateway.sandbox.requests).toHaveLength(2);
  });
});

describe('a query that the same credential has asked before', () => {
  it('is answered alike without a request to authentik, and says so', async () => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    const first = await ask(gateway, TOKEN);
    const asked = gateway.sandbox.requests.length;

    const second = await ask(gateway, TOKEN);

    expect([first.cache, second.cache]).toEqual([STORED, HIT]);
    expect(second.headers.get('cache-status')).toMatch(/^authentik-graphql-gateway; hit; ttl=(300|29\d)$/);
    expect(second.data).toEqual(first.data);
    expect(second.data).toMatchObject({ token: { user: { username: 'plain' } } });
    expect(second.text).toBe(first.text);
    expect([asked, gateway.sandbox.requests.length]).toEqual([1, 1]);
  });

  it('cost nothing by its own receipt, whoever asked for one before', async () => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    const headers = { 'x-upstream-report': '1' };

    const first = await ask(gateway, { query: TOKEN, headers });
    const plain = await ask(gateway, TOKEN);
    const second = await ask(gateway, { query: TOKEN, headers });

    expect(first.extensions?.upstream?.requests).toBe(1);
    expect(plain.extensions).toBeUndefined();
    expect(second.extensions?.upstream).toEqual({
      requests: 0,
      rows: 0,
      bytes: 0,
      milliseconds: 0,
      shared: 0,
      embedded: 0,
    });
    expect(Object.keys(second.extensions?.upstream ?? {})).toEqual(Object.keys(first.extensions?.upstream ?? {}));
  });

  it('is reported on where every answer is', async () => {
    const gateway = await startSandboxGateway(undefined, { ...CACHED, upstreamReport: true });
    await ask(gateway, TOKEN);

    expect((await ask(gateway, TOKEN)).extensions?.upstream?.requests).toBe(0);
  });

  it('may still be kept by nobody else, and has the id of its own request', async () => {
    const gateway = await startSandboxGateway(undefined, CACHED);
    await ask(gateway, { query: TOKEN, headers: { 'x-request-id': 'first' } });

    const { headers, text } = await ask(gateway, { query: TOKEN, headers: { 'x-request-id': 'second' } });

    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toBeNull();
    expect(headers.get('x-request-id')).toBe('second');
    expect(text).not.toContain('first');
  });

  it('is answered alike whatever its keys and its text are called', async () => {
    const attributes = JSON.parse('{"__proto__": {"a": 1}, "constructor": "x", "10": "b", "9": "a"}');
    const authentik = aScriptedAuthentik((_target, response) =>
      answerJson(response, aPage({ name: 'ü\u2028"\ud800', attributes })),
    );
    const gateway = await startGateway(authentik.handle, CACHED);
    const query = '{ __proto__: users { nodes { name attributes } } constructor: users { nodes { name } } }';

    const first = await ask(gateway, query);
    const second = await ask(gateway, query);

    expect([first.codes, second.cache]).toEqual([undefined, HIT]);
    expect(second.text).toBe(first.text);
    expect(second.text).toContain('"__proto__":{"a":1}');
    expect(second.text).toMatch(/^\{"data":\{"__proto__":/);
  });
});

describe('how long', () => {
  it('an answer is given again ends with the setting, counted from before authentik was asked', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const start = Date.now();
    const gateway = await startSandboxGateway(undefined, { responseCacheMs: 10_000 });
    await ask(gateway, ME);

    vi.setSystemTime(start + 9_999);
    const before = await ask(gateway, ME);
    vi.setSystemTime(start + 10_000);
    const after = await ask(gateway, ME);

    expect(before.headers.get('cache-status')).toBe('authentik-graphql-gateway; hit; ttl=0');
    expect(after.cache).toBe('fwd=stale; stored');
    expect(gateway.sandbox.requests).toHaveLength(2);
  });

  it('authentik took counts too: what took longer than it may be kept is not kept', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const start = Date.now();
    const authentik = aScriptedAuthentik((_target, response) => {
      vi.setSystemTime(start + 10_000);
      answerJson(response, aPage());
    });
    const gateway = await startGateway(authentik.handle, { responseCacheMs: 10_000 });

    expect((await ask(gateway, NAMES)).cache).toBe('fwd=miss');
  });

  it('is at most five minutes', () => {
    expect(() => parseConfig({ responseCacheMs: 300_001 })).toThrow('responseCacheMs: Must be 300000 or less.');
  });
});

describe('a caller', () => {
  const asking = (cacheControl: string) => ({ query: ME, headers: { 'cache-control': cacheControl } });

  it.each(['no-cache', 'NO-CACHE', 'max-age=0', 'foo=1, no-cache'])(
    'gets a fresh answer with %j, which is kept in the place of the old',
    async (cacheControl) => {
      const gateway = await startSandboxGateway(undefined, CACHED);

      const statuses = await statusesOf(gateway, [ME, asking(cacheControl), ME]);

      expect(statuses).toEqual([STORED, 'fwd=request; stored', HIT]);
      expect(gateway.sandbox.requests).toHaveLength(2);
    },
  );

  it.each(['no-store', 'no-cache, no-store'])('has nothing to do with the cache with %j', async (cacheControl) => {
    const gateway = await startSandboxGateway(undefined, CACHED);

    expect(await statusesOf(gateway, [asking(cacheControl), ME, asking(cacheControl)])).toEqual([
      'fwd=request',
      STORED,
      'fwd=request',
    ]);
    expect(gateway.sandbox.requests).toHaveLength(3);
  });

  it.each(['max-age=10', 'only-if-cached', 'no-transform', 'x-no-cache', ''])('may say %j in vain', async (header) => {
    const gateway = await startSandboxGateway(undefined, CACHED);

    expect(await statusesOf(gateway, [ME, asking(header)])).toEqual([STORED, HIT]);
  });

  it('on a page may say it and read the answer where there is a cache, and only there', async () => {
    const headersOf = async (settings: object) => {
      const gateway = await startSandboxGateway(undefined, { corsOrigins: ['https://app.company'], ...settings });
      const { headers } = await fetch(`${gateway.url}/graphql`, {
        method: 'OPTIONS',
        headers: { origin: 'https://app.company', 'access-control-request-method': 'POST' },
      });
      return [headers.get('access-control-allow-headers'), headers.get('access-control-expose-headers')];
    };

    const allowed = 'authorization, content-type, x-upstream-report, x-request-id';
    expect(await headersOf({})).toEqual([allowed, 'x-request-id']);
    expect(await headersOf(CACHED)).toEqual([`${allowed}, cache-control`, 'x-request-id, cache-status']);
  });
});

describe('the memory for answers', () => {
  it('is bounded in bytes: what was not asked for longest leaves first', async () => {
    // Three would fit without the seal, the key and what the cache itself takes for each.
    const gateway = await startNamed(2000, { responseCacheBytes: 7000 });
    const [a, b, c] = ['A', 'B', 'C'].map((name) => `query ${name} ${NAMES}`);

    const statuses = await statusesOf(gateway, [a ?? '', b ?? '', a ?? '', c ?? '', a ?? '', c ?? '', b ?? '']);

    expect(statuses).toEqual([STORED, STORED, HIT, STORED, HIT, HIT, STORED]);
  });

  it('takes nothing that is larger than it, and nothing over a megabyte', async () => {
    const twice = async (length: number, settings: object) =>
      statusesOf(await startNamed(length, settings), [NAMES, NAMES]);

    expect(await twice(2000, { responseCacheBytes: 2000 })).toEqual(['fwd=miss', 'fwd=miss']);
    expect(await twice(999_000, {})).toEqual([STORED, HIT]);
    expect(await twice(1_000_001, {})).toEqual(['fwd=miss', 'fwd=miss']);
  });
});

const NAMES = '{ users { nodes { name } } }';
const PAGINATION = { next: 0, previous: 0, count: 1, current: 1, total_pages: 1, start_index: 1, end_index: 1 };

function aPage(changes: object = {}): object {
  return { results: [aUserJson(changes)], pagination: PAGINATION };
}

/** A gateway with a cache in front of an authentik with one user, whose name is so long. */
function startNamed(length: number, settings: object) {
  const authentik = aScriptedAuthentik((_target, response) =>
    answerJson(response, aPage({ name: 'x'.repeat(length) })),
  );
  return startGateway(authentik.handle, { ...CACHED, ...settings });
}
