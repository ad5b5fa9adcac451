import type { RequestListener } from 'node:http';
import { Pool } from 'undici';

/** A balancer as simple as they come: asks each target whether it is ready, and sends to those that are. */
export interface Balancer {
  readonly handle: RequestListener;
  /** Sends to a further target once that is ready; resolves then. */
  readonly add: (url: string) => Promise<void>;
  /** Resolves once nothing is sent to a target any more. */
  readonly untilGone: (url: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Target {
  readonly url: string;
  readonly pool: Pool;
  isReady: boolean;
}

const HEADERS = ['content-type', 'authorization'];

/** Creates a balancer without targets. It repeats nothing: what a target loses is lost. */
export function createBalancer(): Balancer {
  const targets: Target[] = [];
  const controller = new AbortController();
  let turn = 0;

  async function watch(target: Target): Promise<void> {
    while (!controller.signal.aborted) {
      target.isReady = await isReady(target.url);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  return {
    handle: (request, response) => {
      const ready = targets.filter((target) => target.isReady);
      turn += 1;
      const target = ready[turn % ready.length];
      if (!target) {
        response.writeHead(502).end();
        return;
      }
      target.pool
        .request({
          method: 'POST',
          path: request.url ?? '/',
          headers: Object.fromEntries(HEADERS.map((name) => [name, String(request.headers[name])])),
          body: request,
        })
        .then(async ({ statusCode, body }) => {
          response.writeHead(statusCode, { 'content-type': 'application/json' }).end(await body.text());
        })
        .catch(() => response.writeHead(502).end());
    },
    add: async (url) => {
      const target = { url, pool: new Pool(url, { connections: 50 }), isReady: false };
      targets.push(target);
      void watch(target);
      await until(() => target.isReady);
    },
    untilGone: (url) => until(() => targets.every((target) => target.url !== url || !target.isReady)),
    close: async () => {
      controller.abort();
      await Promise.all(targets.map(({ pool }) => pool.destroy()));
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}
