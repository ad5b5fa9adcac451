import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startGateway } from './support/gateway.ts';
import { answerJson, aScriptedAuthentik } from './support/scripted-authentik.ts';

const ME = {
  user: {
    pk: 1,
    username: 'akadmin',
    name: '',
    is_active: true,
    is_superuser: true,
    groups: [],
    email: '',
    avatar: '',
    uid: 'x',
    settings: {},
    type: 'internal',
    system_permissions: [],
  },
};
const QUERY = '{ viewer { username } }';

/** An authentik that answers only when it is told to. */
function aHeldAuthentik() {
  const held: ServerResponse[] = [];
  let isOpen = false;
  const authentik = aScriptedAuthentik((_target, response) => {
    if (isOpen) {
      answerJson(response, ME);
    } else {
      held.push(response);
    }
  });
  return {
    ...authentik,
    release: () => {
      isOpen = true;
      for (const response of held.splice(0)) {
        answerJson(response, ME);
      }
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('at four times what authentik can serve', () => {
  it('as many are served as there are connections and places to wait, the rest are refused at once with 503', async () => {
    const authentik = aHeldAuthentik();
    const gateway = await startGateway(authentik.handle, {
      upstreamConnections: 4,
      upstreamQueue: 4,
      upstreamQueueMs: 600_000,
    });
    let refused = 0;
    const answers = Array.from({ length: 32 }, async (_, index) => {
      const answer = await gateway.query<{ viewer: unknown }, object>(QUERY, { key: `caller-${index}` });
      refused += answer.status === 503 ? 1 : 0;
      return answer;
    });

    await until(() => refused === 24);
    const sentBefore = authentik.requests.length;
    authentik.release();
    const all = await Promise.all(answers);
    const shed = all.filter(({ status }) => status === 503);
    const served = all.filter(({ status }) => status === 200);

    expect([sentBefore, served.length, shed.length, authentik.requests.length]).toEqual([4, 8, 24, 8]);
    expect(served.every(({ data }) => data.viewer !== null)).toBe(true);
    for (const { headers, errors, data } of shed) {
      expect(headers.get('retry-after')).toBe('1');
      expect(errors?.[0]?.extensions.code).toBe('SERVICE_OVERLOADED');
      expect(data).toBeUndefined();
    }
  });

  it('one caller takes at most half of the places to wait, so that others get in', async () => {
    const authentik = aHeldAuthentik();
    const gateway = await startGateway(authentik.handle, {
      upstreamConnections: 1,
      upstreamQueue: 4,
      upstreamQueueMs: 600_000,
    });
    let refused = 0;
    const send = async (key: string) => {
      const { status } = await gateway.query(QUERY, { key });
      refused += status === 503 ? 1 : 0;
      return status;
    };
    const greedy = Array.from({ length: 10 }, () => send('greedy'));
    await until(() => refused === 7);
    const modest = send('modest');
    await until(() => authentik.requests.length === 1);

    authentik.release();

    expect(await modest).toBe(200);
    expect((await Promise.all(greedy)).filter((status) => status === 200)).toHaveLength(3);
  });

  it('nobody waits longer than the documented bound', async () => {
    const authentik = aHeldAuthentik();
    const gateway = await startGateway(authentik.handle, {
      upstreamConnections: 1,
      upstreamQueue: 10,
      upstreamQueueMs: 50,
    });
    const first = gateway.query(QUERY, { key: 'first' });
    await until(() => authentik.requests.length === 1);

    const { status, errors } = await gateway.query(QUERY, { key: 'second' });
    authentik.release();

    expect([status, errors?.[0]?.extensions.code]).toEqual([503, 'SERVICE_OVERLOADED']);
    expect((await first).status).toBe(200);
  });

  it('a part that was shed leaves the rest of the answer', async () => {
    const authentik = aHeldAuthentik();
    const gateway = await startGateway(authentik.handle, {
      upstreamConnections: 1,
      upstreamQueue: 0,
      upstreamQueueMs: 600_000,
    });

    const answering = gateway.query<{ viewer: unknown; users: unknown }, object>(
      '{ viewer { username } users { totalCount } }',
    );
    await until(() => authentik.requests.length === 1);
    authentik.release();
    const { status, data, errors } = await answering;

    expect(status).toBe(200);
    expect([data.viewer === null, data.users]).toEqual([false, null]);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      expect.objectContaining({ code: 'SERVICE_OVERLOADED', retryAfter: 1 }),
    ]);
  });
});

describe('an authentik that is down', () => {
  it('is asked until the row of outages is long enough, then no more', async () => {
    const authentik = aScriptedAuthentik((_target, response) => answerJson(response, {}, 502));
    const gateway = await startGateway(authentik.handle, {
      upstreamRetries: 0,
      breakerFailures: 3,
      breakerOpenMs: 600_000,
    });

    const codes: unknown[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      codes.push((await gateway.query(QUERY)).errors?.[0]?.extensions.code);
    }

    expect(codes).toEqual(Array(6).fill('UPSTREAM_UNAVAILABLE'));
    expect(authentik.requests).toHaveLength(3);
  });

  it('is asked again once it is back', async () => {
    let isDown = true;
    const authentik = aScriptedAuthentik((_target, response) =>
      isDown ? answerJson(response, {}, 502) : answerJson(response, ME),
    );
    const gateway = await startGateway(authentik.handle, { upstreamRetries: 0, breakerFailures: 1, breakerOpenMs: 1 });
    const ask = async () => (await gateway.query<{ viewer: object | null }, object>(QUERY)).data.viewer;

    let viewer = await ask();
    isDown = false;
    while (viewer === null) {
      viewer = await ask();
    }

    expect(viewer).toEqual({ username: 'akadmin' });
  });

  it('for a moment is asked again, and the receipt says how often', async () => {
    let failures = 2;
    const authentik = aScriptedAuthentik((_target, response) => {
      failures -= 1;
      return failures >= 0 ? response.socket?.destroy() : answerJson(response, ME);
    });
    const gateway = await startGateway(authentik.handle, { upstreamReport: true });

    const { errors, extensions } = await gateway.query(QUERY);

    expect(errors).toBeUndefined();
    expect(authentik.requests).toHaveLength(3);
    expect(extensions).toEqual({ upstream: expect.objectContaining({ requests: 3 }) });
  });
});

describe('a credential that asks too often', () => {
  it('is refused with 429 and told when to come again; others are not', async () => {
    const authentik = aScriptedAuthentik((_target, response) => answerJson(response, ME));
    const gateway = await startGateway(authentik.handle, { rateLimitPerMinute: 2 });

    const statuses: number[] = [];
    for (const key of ['a', 'a', 'a', 'b']) {
      statuses.push((await gateway.query(QUERY, { key })).status);
    }
    const { headers, errors } = await gateway.query(QUERY, { key: 'a' });

    expect(statuses).toEqual([200, 200, 429, 200]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
    expect(authentik.requests).toHaveLength(3);
  });
});
