import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Listening, listen } from '../../src/server.ts';
import { createBalancer } from '../support/balancer.ts';
import { aMeJson } from '../support/builders.ts';
import { serve } from '../support/gateway.ts';
import { askOnce, countsOf, startLoad } from '../support/load.ts';
import { startGatewayProcess } from '../support/process.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

describe('a rolling restart of two processes behind a balancer', () => {
  it('loses nothing under load', async () => {
    const authentik = aScriptedAuthentik((_target, response) => {
      setTimeout(() => answerJson(response, aMeJson()), 10);
    });
    const authentikUrl = await serve(authentik.handle);
    const start = () => startGatewayProcess(authentikUrl, { DRAIN_MS: '1000' });
    const balancer = createBalancer();
    const old = await Promise.all([start(), start()]);
    await Promise.all(old.map(({ url }) => balancer.add(url)));
    const load = startLoad(await serve(balancer.handle), 20);
    await load.untilMore(200);

    for (const process of old) {
      const next = await start();
      await balancer.add(next.url);
      process.child.kill('SIGTERM');
      await balancer.untilGone(process.url);
      expect((await process.ended).status).toBe(0);
      await load.untilMore(200);
    }
    await load.stop();
    await balancer.close();

    expect(countsOf(load.outcomes)).toEqual({ 200: load.outcomes.length });
    expect(load.outcomes.length).toBeGreaterThan(600);
    // What callers were answered is what was asked: nothing was repeated on the way either.
    expect(authentik.requests.filter(({ target }) => target === '/core/users/me/')).toHaveLength(load.outcomes.length);
  }, 120_000);
});

/** An authentik that can be away; it comes back at the same address. */
async function aRestartingAuthentik(handle: RequestListener) {
  let server: Listening | undefined = await listen(handle, { host: '127.0.0.1', port: 0 });
  const { port } = server;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await server?.close(0);
      server = undefined;
    },
    start: async () => {
      server = await listen(handle, { host: '127.0.0.1', port });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  while (!(await fetch(`${url}/health/ready`)).ok) {
    // authentik is asked once a second at most.
  }
}

describe('a gateway that starts before authentik', () => {
  it('says that it is not ready and what is wrong, and answers as soon as authentik does', async () => {
    const authentik = await aRestartingAuthentik(
      aScriptedAuthentik((_target, response) => answerJson(response, aMeJson())).handle,
    );
    await authentik.stop();
    const gateway = await startGatewayProcess(authentik.url);

    const before = [await askOnce(gateway.url), (await fetch(`${gateway.url}/health/ready`)).status];
    const live = (await fetch(`${gateway.url}/health/live`)).status;
    await authentik.start();
    await untilReady(gateway.url);
    const after = await askOnce(gateway.url);
    await authentik.stop();

    expect(before).toEqual(['200 UPSTREAM_UNAVAILABLE', 503]);
    expect(live).toBe(200);
    expect(after).toBe('200');
  });
});

describe('an authentik that restarts', () => {
  it('costs answers while it is away and while it starts, and is used again without anybody’s doing', async () => {
    let isStarting = false;
    const scripted = aScriptedAuthentik((target, response) => {
      if (isStarting) {
        answerJson(response, { error: 'authentik starting' }, target.startsWith('/-/') ? 503 : 200);
      } else {
        answerJson(response, aMeJson());
      }
    });
    const authentik = await aRestartingAuthentik(scripted.handle);
    const process = await startGatewayProcess(authentik.url, { BREAKER_OPEN_MS: '50', LOG_LEVEL: 'silent' });
    const seen = [await askOnce(process.url)];

    await authentik.stop();
    for (let time = 0; time < 12; time += 1) {
      seen.push(await askOnce(process.url));
    }
    isStarting = true;
    await authentik.start();
    for (let time = 0; time < 3; time += 1) {
      seen.push(await askOnce(process.url));
    }
    isStarting = false;
    await untilReady(process.url);
    let last = await askOnce(process.url);
    while (last !== '200') {
      last = await askOnce(process.url);
    }
    await authentik.stop();

    expect(countsOf(seen)).toEqual({ 200: 1, '200 UPSTREAM_UNAVAILABLE': 15 });
  });
});
