import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { createGateway } from '../../src/gateway.ts';
import { createLog, type Log } from '../../src/log.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { recordedData, serve, startGateway, type TestGateway } from '../support/gateway.ts';
import { aLog, requestLines } from '../support/log.ts';
import { valuesOf } from '../support/metrics.ts';
import { mutate } from '../support/mutate.ts';
import { hasRedis, type StartedRedis, startRedis } from '../support/redis.ts';
import { ask, CACHED, HIT, STORED, statusesOf } from './ask.ts';

const NAME = '{ user(pk: 4) { ... on User { name } } }';
const ME = '{ viewer { username email } }';
const STALE = 'fwd=stale; stored';
interface Seams {
  readonly log?: Log;
  readonly redisTimeoutMs?: number;
}

const AWAY = 'fwd=bypass; detail=unavailable';
const GENERATION = 'authentik-graphql-gateway:response:generation:*';
const ENTRY = 'authentik-graphql-gateway:response:entry:*';

describe.runIf(hasRedis)('answers that replicas share in Redis', () => {
  let redis: StartedRedis;
  let client: Redis;
  beforeEach(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
    client.on('error', () => undefined);
  });
  afterEach(async () => {
    vi.useRealTimers();
    client.disconnect();
    await redis.stop();
  });

  const isShared = async ({ metrics }: TestGateway) =>
    valuesOf(await metrics(), 'authentik_gateway_response_cache_shared')[''];
  const until = async (gateway: TestGateway, shared: 0 | 1) => {
    while ((await isShared(gateway)) !== shared) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const startReplica = async (authentikUrl: string, settings: object, { log, redisTimeoutMs = 60_000 }: Seams) => {
    const all = { ...CACHED, metricsPort: 9464, redisUrl: redis.url, ...settings };
    const replica = await startGateway(authentikUrl, all, log, { redisTimeoutMs });
    await until(replica, 1);
    return replica;
  };
  const start = async (settings: object = {}, seams: Seams = {}) => {
    const sandbox = createSandbox({ dataset: recordedData() });
    const url = await serve(sandbox.handle);
    const one = await startReplica(url, {}, seams);
    const other = await startReplica(url, settings, {});
    return { sandbox, one, other, url };
  };

  it('are given by one replica where another was asked before, without a request to authentik', async () => {
    const { sandbox, one, other } = await start();
    const first = await ask(one, ME);

    const second = await ask(other, { query: ME, headers: { 'x-upstream-report': '1' } });

    expect([first.cache, second.cache]).toEqual([STORED, HIT]);
    expect(second.data).toEqual(first.data);
    expect(second.extensions?.upstream).toMatchObject({ requests: 0, rows: 0, bytes: 0 });
    expect(sandbox.requests).toHaveLength(1);
    expect((await ask(other, { query: ME, key: 'key-plain' })).cache).toBe(STORED);
  });

  it('are out of date in one replica as soon as another has answered a mutation', async () => {
    const { one, other } = await start();
    expect(await statusesOf(one, [NAME, ME])).toEqual([STORED, STORED]);
    expect(await statusesOf(other, [NAME, ME])).toEqual([HIT, HIT]);

    await mutate(other, 'updateUser', { input: { id: '4', name: 'New' } });

    expect(await ask(one, NAME)).toMatchObject({ cache: STALE, data: { user: { name: 'New' } } });
    expect(await statusesOf(one, [ME, NAME, ME])).toEqual([STALE, HIT, HIT]);
  });

  it('and their being out of date are about one authentik', async () => {
    const { one } = await start();
    const { one: elsewhere } = await start();
    expect(await statusesOf(one, [NAME])).toEqual([STORED]);

    expect(await statusesOf(elsewhere, [NAME])).toEqual([STORED]);
    await mutate(elsewhere, 'updateUser', { input: { id: '4', name: 'New' } });

    expect(await statusesOf(one, [NAME])).toEqual([HIT]);
    expect((await client.keys(GENERATION)).length).toBe(2);
  });

  it.each([
    ['too deep', { maxDepth: 1 }, 'MAX_DEPTH_EXCEEDED'],
    ['too costly', { maxCost: 1 }, 'OPERATION_TOO_COMPLEX'],
    ['too long', { maxTokens: 3 }, 'GRAPHQL_PARSE_FAILED'],
  ])('are not given by a replica that finds the operation %s', async (_case, settings, code) => {
    const { one, other } = await start(settings);
    expect(await statusesOf(one, [ME, ME])).toEqual([STORED, HIT]);

    expect(await ask(other, ME)).toMatchObject({ codes: [code], cache: null });
  });

  it('are kept for the time of who keeps them, and given for the time of who is asked; the generation stays', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { one, other } = await start({ responseCacheMs: 5000 });
    await ask(one, ME);
    const [entry = ''] = await client.keys(ENTRY);
    const [generation = ''] = await client.keys(GENERATION);

    const lives = [await client.pttl(entry), await client.pttl(generation)];
    vi.setSystemTime(Date.now() + 5000);

    expect(lives[0]).toBeGreaterThan(0);
    expect(lives[0]).toBeLessThanOrEqual(CACHED.responseCacheMs);
    expect(lives[1]).toBe(-1);
    expect(await statusesOf(one, [ME])).toEqual([HIT]);
    expect(await statusesOf(other, [ME])).toEqual([STALE]);
  });

  it.each<[string, (value: Buffer) => Buffer]>([
    ['changed', (value) => Buffer.from(value).fill(0, 40, 41)],
    ['cut off', (value) => value.subarray(0, 20)],
    ['emptied', () => Buffer.alloc(0)],
    ['replaced', () => Buffer.from('{"at":9999999999999,"generation":"","data":{}}')],
  ])('are asked for again where somebody has %s what is kept', async (_case, change) => {
    const { one } = await start();
    await ask(one, ME);
    const [key = ''] = await client.keys(ENTRY);
    await client.set(key, change((await client.getBuffer(key)) ?? Buffer.alloc(0)));

    const told = await ask(one, ME);

    expect(told).toMatchObject({ cache: STORED, codes: undefined, data: { viewer: { username: 'akadmin' } } });
    expect((await ask(one, ME)).cache).toBe(HIT);
  });

  it('stay with whom they were given to, even where somebody exchanges what is kept', async () => {
    const { one } = await start();
    const asPlain = { query: ME, key: 'key-plain' };
    await ask(one, ME);
    const [mine = ''] = await client.keys(ENTRY);
    await ask(one, asPlain);
    const other = (await client.keys(ENTRY)).find((key) => key !== mine) ?? '';
    const [a, b] = [await client.getBuffer(mine), await client.getBuffer(other)];
    await client.mset(mine, b ?? '', other, a ?? '');

    expect((await ask(one, ME)).data).toMatchObject({ viewer: { username: 'akadmin' } });
    expect(await ask(one, asPlain)).toMatchObject({ cache: STORED, data: { viewer: { username: 'plain' } } });
  });

  it.each([
    ['everything is lost', () => client.flushall(), STORED],
    ['the generation is lost', async () => client.del(...(await client.keys(GENERATION))), STORED],
  ])('never come back once %s', async (_case, lose, expected) => {
    const { one, other } = await start();
    await statusesOf(one, [ME, NAME]);
    await mutate(other, 'updateUser', { input: { id: '4', name: 'New' } });
    await statusesOf(one, [ME]);

    await lose();

    // The first to ask begins a generation, in which what was kept before is none of it.
    expect((await ask(one, ME)).cache).toBe(expected);
    expect((await ask(other, NAME)).cache).not.toBe(HIT);
    expect(await statusesOf(other, [ME, NAME])).toEqual([HIT, HIT]);
    await lose();
    await mutate(one, 'updateUser', { input: { id: '4', name: 'Newer' } });
    expect((await ask(other, NAME)).data).toEqual({ user: { name: 'Newer' } });
  });

  it('show nobody who reads Redis a token, a name or an address', async () => {
    const { one, url } = await start();
    const queries = [
      ME,
      '{ users(first: 100) { nodes { username email name attributes groups { name } } } }',
      '{ tokens(first: 100) { nodes { identifier description user { username } } } }',
    ];
    const keys = ['key-admin', 'key-viewer', 'key-plain'];
    for (const key of keys) {
      await statusesOf(
        one,
        queries.map((query) => ({ query, key })),
      );
    }

    const dump = await dumpOf(client);

    const { users, groups, tokens } = recordedData();
    const words = [
      ...keys,
      ...users.flatMap(({ username, email, name }) => [username, email, name]),
      ...groups.map(({ name }) => name),
      ...tokens.flatMap(({ identifier, key }) => [identifier, key]),
      ...queries,
      url,
    ].filter((word) => word !== undefined && word.length > 4);
    expect((await client.keys(ENTRY)).length).toBeGreaterThanOrEqual(7);
    expect(words.length).toBeGreaterThan(50);
    expect(words.filter((word) => dump.includes(Buffer.from(word ?? '').toString('latin1')))).toEqual([]);
    expect(dump).toContain(GENERATION.slice(0, -1));
  });

  it('are reached by one connection for all that is shared, which ends with the gateway', async () => {
    const connections = async () =>
      String(await client.client('LIST'))
        .trim()
        .split('\n').length;
    const sandbox = createSandbox({ dataset: recordedData() });
    const before = await connections();
    const authentikUrl = `${await serve(sandbox.handle)}/api/v3`;
    const settings = { ...CACHED, rateLimitPerMinute: 100, redisUrl: redis.url, authentikUrl };
    const gateway = createGateway({ ...parseConfig(settings), authentikUrl }, { log: createLog('silent') });
    const url = await serve(gateway.handle);
    while ((await ask({ url }, ME)).cache !== HIT) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    const during = await connections();
    await gateway.close();
    while ((await connections()) > before) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(during - before).toBe(1);
  });

  it('are missing while Redis is away, and nobody is refused for it', async () => {
    const { log, lines, sentences } = aLog();
    const { one, sandbox } = await start({}, { log });
    expect(await statusesOf(one, [NAME])).toEqual([STORED]);
    await redis.stop();

    const statuses = await statusesOf(one, [NAME, NAME, NAME]);
    const { codes } = await mutate(one, 'updateUser', { input: { id: '4', name: 'New' } });
    const after = await ask(one, NAME);
    await until(one, 0);
    const warnings = () => sentences.filter(({ level }) => level === 'warn').map(({ text }) => text);
    while (warnings().length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(statuses).toEqual([AWAY, AWAY, AWAY]);
    expect([codes, after.codes, after.data]).toEqual([undefined, undefined, { user: { name: 'New' } }]);
    expect(sandbox.requests.length).toBeGreaterThanOrEqual(6);
    expect(warnings()).toEqual(['Redis is away; no answer is given from the cache']);
    expect(requestLines(lines).map(({ cache }) => cache)).toEqual([
      'miss',
      'unavailable',
      'unavailable',
      'unavailable',
      undefined,
      'unavailable',
    ]);
  });

  it('are missing while Redis holds its connections and answers nothing, and are back after', async () => {
    const { log, sentences } = aLog();
    const { one } = await start({}, { log, redisTimeoutMs: 200 });
    await untilGiven(one, NAME);
    await untilGiven(one, ME);
    redis.pause();

    const statuses = await statusesOf(one, [ME, NAME]);
    const { codes } = await mutate(one, 'updateUser', { input: { id: '4', name: 'New' } });
    redis.resume();

    expect([statuses, codes]).toEqual([[AWAY, AWAY], undefined]);
    expect((await ask(one, NAME)).data).toEqual({ user: { name: 'New' } });
    await untilGiven(one, ME);
    const told = sentences.map(({ text }) => text).filter((text) => text.startsWith('Redis'));
    expect(told.slice(-2)).toEqual(['Redis is away; no answer is given from the cache', 'Redis is back']);
    expect(told.length % 2).toBe(0);
  });

  it('are not trusted by a replica that could not tell of its mutation, until it has', async () => {
    const { one, other } = await start();
    expect(await statusesOf(one, [NAME, NAME])).toEqual([STORED, HIT]);
    await client.config('SET', 'maxmemory', '1');

    await mutate(one, 'updateUser', { input: { id: '4', name: 'New' } });
    const meanwhile = [await ask(one, NAME), await ask(other, NAME)];
    await client.config('SET', 'maxmemory', '0');
    const after = [await ask(one, NAME), await ask(other, NAME)];

    // The other one knows nothing of it: until then it tells what was so before.
    expect(meanwhile.map(({ cache }) => cache)).toEqual([AWAY, HIT]);
    expect(meanwhile[0]?.data).toEqual({ user: { name: 'New' } });
    expect(after.map(({ cache }) => cache)).toEqual([STALE, HIT]);
    expect(after[1]?.data).toEqual({ user: { name: 'New' } });
  });
});

describe('a Redis that was never there', () => {
  it('leaves every answer as it is without a cache', async () => {
    const sandbox = createSandbox({ dataset: recordedData() });
    const gateway = await startGateway(sandbox.handle, { ...CACHED, redisUrl: 'redis://127.0.0.1:1/0' });

    const told = [await ask(gateway, NAME), await ask(gateway, NAME)];

    expect(told.map(({ cache, status }) => [cache, status])).toEqual([
      [AWAY, 200],
      [AWAY, 200],
    ]);
    expect(sandbox.requests).toHaveLength(2);
  });

  it('is not connected to where nothing needs one', async () => {
    const { log, sentences } = aLog();
    const sandbox = createSandbox({ dataset: recordedData() });
    const gateway = await startGateway(sandbox.handle, { redisUrl: 'redis://127.0.0.1:1/0' }, log);

    expect((await ask(gateway, NAME)).cache).toBeNull();
    expect(sentences.filter(({ level }) => level === 'warn')).toEqual([]);
  });
});

/** Asks until it is answered from what is kept: a busy process may find Redis slow. */
async function untilGiven(gateway: TestGateway, query: string): Promise<void> {
  while ((await ask(gateway, query)).cache !== HIT) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Every key and value in Redis, as text of single bytes. */
async function dumpOf(client: Redis): Promise<string> {
  const parts: string[] = [];
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor);
    for (const key of keys) {
      parts.push(key, (await client.getBuffer(key))?.toString('latin1') ?? '');
    }
    cursor = next;
  } while (cursor !== '0');
  return parts.join('\n');
}
