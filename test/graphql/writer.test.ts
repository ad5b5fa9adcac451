import { describe, expect, it } from 'vitest';
import type { AuthentikWriter } from '../../src/authentik/client.ts';
import { nothingShape } from '../../src/authentik/json.ts';
import { UNKNOWN_RELEASE } from '../../src/authentik/release.ts';
import type { GatewayContext } from '../../src/context.ts';
import { GatewayError } from '../../src/errors.ts';
import { createLoader } from '../../src/graphql/loader.ts';
import { createFullPlan } from '../../src/graphql/plan.ts';
import { getWriter, giveWriter } from '../../src/graphql/writer.ts';

function aContext(): GatewayContext {
  return {
    authentik: {
      get: () => Promise.reject(new Error('unused')),
      usage: () => ({ requests: 0, rows: 0, bytes: 0, milliseconds: 0 }),
      left: () => ({ requests: 9, rows: 9 }),
    },
    plan: createFullPlan(),
    release: UNKNOWN_RELEASE,
    settleRelease: async () => UNKNOWN_RELEASE,
    isSharing: true,
    memory: { key: {} },
    saved: { shared: 0, embedded: 0 },
    notes: { hasErrorData: false, hasWritten: false },
  };
}

const write = { method: 'DELETE', path: '/x/', shape: nothingShape } as const;

describe('an operation', () => {
  it('cannot write unless it was let, and what reads has no way to', () => {
    const context = aContext();

    expect(() => getWriter(context)).toThrow(/^expected a mutation/);
    // @ts-expect-error what a loader is given can only read
    expect(context.authentik.send).toBeUndefined();
  });

  it.each([
    ['was made', () => Promise.resolve(undefined)],
    ['may have been made', () => Promise.reject(new Error('lost'))],
  ])('forgets what it read once a write %s', async (_case, send) => {
    const context = aContext();
    let asked = 0;
    const loader = createLoader<string, number>({
      loadOne: async () => {
        asked += 1;
        return asked;
      },
    });
    // A writer of one answer, whatever shape is asked for.
    giveWriter(context, { send, view: send } as unknown as AuthentikWriter);
    expect(await loader(context).load('a')).toBe(1);
    expect(await loader(context).load('a')).toBe(1);

    await getWriter({ ...context })
      .send(write)
      .catch(() => undefined);

    expect(await loader(context).load('a')).toBe(2);
  });

  it.each([
    ['was made', () => Promise.resolve(undefined), true],
    ['may have been made', () => Promise.reject(new GatewayError('UPSTREAM_OUTCOME_UNKNOWN', 'lost')), true],
    ['failed at authentik', () => Promise.reject(new GatewayError('UPSTREAM_UNAVAILABLE', 'down')), true],
    ['failed with a bug', () => Promise.reject(new TypeError('bug')), true],
    ['was refused to the credential', () => Promise.reject(new GatewayError('UNAUTHENTICATED', 'no')), false],
    ['was refused to the user', () => Promise.reject(new GatewayError('FORBIDDEN', 'no')), false],
  ])('notes that others may have read what is no longer so when a write %s: %#', async (_case, send, expected) => {
    const context = aContext();
    giveWriter(context, { send, view: send } as unknown as AuthentikWriter);
    const { view, send: sendOnce } = getWriter(context);
    await view(write).catch(() => undefined);
    expect(context.notes.hasWritten).toBe(false);

    await sendOnce(write).catch(() => undefined);

    expect(context.notes.hasWritten).toBe(expected);
  });

  it('does not take back what it has noted when its next write is refused', async () => {
    const context = aContext();
    const outcomes = [Promise.resolve(undefined), Promise.reject(new GatewayError('FORBIDDEN', 'no'))];
    const send = () => outcomes.shift();
    giveWriter(context, { send, view: send } as unknown as AuthentikWriter);

    await getWriter(context).send(write);
    await getWriter(context)
      .send(write)
      .catch(() => undefined);

    expect(context.notes.hasWritten).toBe(true);
  });
});
