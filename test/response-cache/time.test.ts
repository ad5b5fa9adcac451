import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStore } from '../../src/response-cache/memory-store.ts';
import { createResponseCache } from '../../src/response-cache/response-cache.ts';

const HOUR = 3_600_000;
const MINE = { credential: { bearerToken: 'key-admin' }, key: 'k' };

/** A store of one entry, which is told how long to keep it; `onRead` happens while it is asked. */
function aStore(onRead = () => undefined as undefined) {
  const lives: number[] = [];
  let value: Buffer | undefined;
  return {
    lives,
    store: {
      read: async () => {
        onRead();
        return { generation: 'g', value };
      },
      write: async (_key: string, written: Buffer, ttlMs: number) => {
        value = written;
        lives.push(ttlMs);
        return true;
      },
      renew: async () => undefined,
      isSharing: undefined,
    },
  };
}

async function placeIn(cache: ReturnType<typeof createResponseCache>) {
  const found = await cache.lookUp(MINE, 'any');
  if (found.result === 'hit' || !found.place) {
    throw new TypeError(`expected a place, but got: ${found.result}`);
  }
  return found.place;
}

describe('the memory of a process', () => {
  it('forgets an answer once its time is over, whatever the clock on the wall says', async () => {
    let now = 5000;
    const store = createMemoryStore(10_000, () => now);
    await store.write('k', Buffer.of(1), 1000);

    now = 6000;
    const before = await store.read('k');
    now = 6001;
    const after = await store.read('k');

    expect([before?.value, after?.value]).toEqual([Buffer.of(1), undefined]);
  });
});

describe('the time of an answer', () => {
  let start: number;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    start = Date.now();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts from before the store was asked, for authentik was not asked yet either', async () => {
    const { store, lives } = aStore(() => void vi.setSystemTime(Date.now() + 3000));
    const cache = createResponseCache(10_000, store);

    const place = await placeIn(cache);
    await cache.keep(place, {});

    expect([place.at - start, lives]).toEqual([0, [7000]]);
    expect(await cache.lookUp(MINE, 'any')).toMatchObject({ result: 'hit', leftMs: 4000 });
  });

  it('is no longer where the clock of who kept it is ahead', async () => {
    const { store } = aStore();
    const cache = createResponseCache(10_000, store);
    vi.setSystemTime(start + HOUR);
    await cache.keep(await placeIn(cache), {});

    vi.setSystemTime(start);

    expect(await cache.lookUp(MINE, 'any')).toMatchObject({ result: 'hit', leftMs: 10_000 });
  });

  it('is no longer where the clock is put back while authentik is asked', async () => {
    const { store, lives } = aStore();
    const cache = createResponseCache(10_000, store);
    const place = await placeIn(cache);

    vi.setSystemTime(start - HOUR);
    await cache.keep(place, {});

    expect(lives).toEqual([10_000]);
  });
});
