import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { aMeJson } from '../support/builders.ts';
import { serve, startGateway } from '../support/gateway.ts';
import { askOnce, countsOf, startLoad } from '../support/load.ts';
import { startGatewayProcess } from '../support/process.ts';
import { readAnswers, toPost } from '../support/raw.ts';
import { answerJson, aScriptedAuthentik } from '../support/scripted-authentik.ts';

const FOREVER_MS = '600000';

/** An authentik that answers a moment later, or only when told to. */
function anAuthentik(isHolding = false) {
  const held: ServerResponse[] = [];
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { handle } = aScriptedAuthentik((_target, response) => {
    asked();
    if (isHolding) {
      held.push(response);
    } else {
      setTimeout(() => answerJson(response, aMeJson()), 10);
    }
  });
  return { handle, isAsked, release: () => held.splice(0).map((response) => answerJson(response, aMeJson())) };
}

async function readiness(url: string): Promise<number> {
  return (await fetch(`${url}/health/ready`)).status;
}

async function untilNotReady(url: string): Promise<void> {
  while ((await readiness(url)) !== 503) {
    // The signal has not arrived yet.
  }
}

async function untilRefused(url: string): Promise<void> {
  while (await isLive(url)) {
    // The listener is not closed yet.
  }
}

async function isLive(url: string): Promise<boolean> {
  return fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
}

describe('SIGTERM', () => {
  it('loses none of the requests under way: callers go on while readiness says no, until nobody asks any more', async () => {
    const authentik = anAuthentik();
    const gateway = await startGatewayProcess(await serve(authentik.handle), { DRAIN_MS: '4000' });
    const load = startLoad(gateway.url, 40);
    await load.untilMore(400);

    gateway.child.kill('SIGTERM');
    await untilNotReady(gateway.url);
    const before = load.outcomes.length;
    await load.untilMore(100);
    const isReady = await readiness(gateway.url);
    await load.stop();

    expect(load.outcomes.length).toBeGreaterThanOrEqual(before + 100);
    expect(countsOf(load.outcomes)).toEqual({ 200: load.outcomes.length });
    expect(isReady).toBe(503);
    expect((await gateway.ended).status).toBe(0);
  });

  it('waits for what is under way, however late it began', async () => {
    const authentik = anAuthentik(true);
    const gateway = await startGatewayProcess(await serve(authentik.handle), {
      DRAIN_MS: '0',
      SHUTDOWN_MS: FOREVER_MS,
    });
    const asking = askOnce(gateway.url);
    await authentik.isAsked;

    gateway.child.kill('SIGTERM');
    await untilRefused(gateway.url);
    authentik.release();

    expect(await asking).toBe('200');
    expect((await gateway.ended).status).toBe(0);
  });

  it('a second time ends it at once', async () => {
    const gateway = await startGatewayProcess(await serve(anAuthentik(true).handle), { DRAIN_MS: FOREVER_MS });

    gateway.child.kill('SIGTERM');
    await untilNotReady(gateway.url);
    gateway.child.kill('SIGTERM');

    expect((await gateway.ended).status).toBe(130);
  });

  it('ends with 1 and a line where the end fails', async () => {
    const script = fileURLToPath(new URL('stop-that-fails.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script]);
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += chunk;
    });
    await once(child.stdout, 'data');

    child.kill('SIGTERM');

    expect(await once(child, 'close')).toEqual([1, null]);
    expect(log).toContain('cannot close');
  });
});

describe('SIGINT', () => {
  it('is not waited for, but what is under way is', async () => {
    const authentik = anAuthentik(true);
    const gateway = await startGatewayProcess(await serve(authentik.handle), {
      DRAIN_MS: FOREVER_MS,
      SHUTDOWN_MS: FOREVER_MS,
    });
    const asking = askOnce(gateway.url);
    await authentik.isAsked;

    gateway.child.kill('SIGINT');
    await untilRefused(gateway.url);
    authentik.release();

    expect(await asking).toBe('200');
    expect((await gateway.ended).status).toBe(0);
  });
});

describe('a failure that nobody caught', () => {
  it('is logged; what is under way is answered, and the process ends with 1', async () => {
    const authentik = anAuthentik(true);
    const gateway = await startGatewayProcess(await serve(authentik.handle), {
      DRAIN_MS: FOREVER_MS,
      SHUTDOWN_MS: FOREVER_MS,
    });
    const asking = askOnce(gateway.url);
    await authentik.isAsked;

    gateway.child.kill('SIGUSR2');
    await untilRefused(gateway.url);
    authentik.release();

    expect(await asking).toBe('200');
    const { status, stderr } = await gateway.ended;
    expect(status).toBe(1);
    expect(stderr).toContain('thrown by the test');
  });
});

describe('a request that comes too late', () => {
  it('on a connection that was there is refused with 503 and a code; only health is told', async () => {
    const authentik = anAuthentik();
    const gateway = await startGateway(authentik.handle);
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });

    gateway.refuseAll();
    socket.write(toPost('{"query":"{ viewer { username } }"}'));
    await once(socket, 'close');

    const [answer] = readAnswers(text);
    expect(answer?.status).toBe(503);
    expect(answer?.headers).toMatchObject({ 'retry-after': '1', connection: 'close' });
    expect(answer?.body).toContain('"SERVICE_DRAINING"');
    expect([await readiness(gateway.url), (await fetch(`${gateway.url}/health/live`)).status]).toEqual([503, 200]);
  });
});
