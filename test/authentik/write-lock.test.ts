import { describe, expect, it } from 'vitest';
import { createWriteLock } from '../../src/authentik/write-lock.ts';

/** Work that ends when it is told to, and notes in `told` when it begins and ends. */
function aWork(name: string, told: string[]) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end,
    work: async () => {
      told.push(`${name} begins`);
      await ended;
      told.push(`${name} ends`);
    },
  };
}

/** Until all that can go on without being told to has gone on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the lock of an operation', () => {
  it('runs reads beside each other, and a write when nothing else runs', async () => {
    const told: string[] = [];
    const lock = createWriteLock();
    const [first, second, write, third] = ['read 1', 'read 2', 'write', 'read 3'].map((name) => aWork(name, told)) as [
      ReturnType<typeof aWork>,
      ReturnType<typeof aWork>,
      ReturnType<typeof aWork>,
      ReturnType<typeof aWork>,
    ];

    const all = [lock.read(first.work), lock.read(second.work), lock.write(write.work), lock.read(third.work)];
    await settle();
    expect(told).toEqual(['read 1 begins', 'read 2 begins']);

    third.end();
    second.end();
    await settle();
    expect(told.at(-1)).toBe('read 2 ends');

    first.end();
    await settle();
    expect(told.slice(3)).toEqual(['read 1 ends', 'write begins']);

    write.end();
    await Promise.all(all);
    expect(told.slice(5)).toEqual(['write ends', 'read 3 begins', 'read 3 ends']);
  });

  it('runs writes one after the other, and goes on after one that fails', async () => {
    const told: string[] = [];
    const lock = createWriteLock();
    const write = aWork('write', told);

    const failed = lock.write(() => Promise.reject(new Error('lost')));
    const done = lock.write(write.work);
    write.end();

    await expect(failed).rejects.toThrow('lost');
    await done;
    await expect(lock.read(async () => told.length)).resolves.toBe(2);
  });

  it('answers what a read answers, and fails as it fails', async () => {
    const lock = createWriteLock();

    await expect(lock.read(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(lock.write(async () => 1)).resolves.toBe(1);
  });
});
