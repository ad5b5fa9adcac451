import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox, type SandboxRequest } from '../../src/sandbox/index.ts';
import { AUTHENTIK_VERSION } from '../support/gateway.ts';
import type { World } from './dataset.ts';

/** A sandbox for one run. */
interface Opened {
  /** Reaches this sandbox, as the world's key. */
  readonly credential: string;
  readonly requests: readonly SandboxRequest[];
  /** Resolves when nothing more is asked: where an error has made its parents null, the answer does not wait for the rest. */
  readonly settle: () => Promise<void>;
}

const QUIET_MS = 5;

/** One handler for a new sandbox per run: the credential tells which, so that what one run asks late never reaches the next. */
export function createUpstream(): { readonly handle: RequestListener; readonly open: (world: World) => Opened } {
  const handlers = new Map<string, RequestListener>();
  let runs = 0;
  let begun = 0;
  let ended = 0;

  async function settle(): Promise<void> {
    for (let before = -1; before !== begun || ended !== begun; ) {
      before = begun;
      await sleep(QUIET_MS);
    }
  }

  return {
    handle: (request, response) => {
      const { authorization = '' } = request.headers;
      const [, key = '', run = ''] = /^Bearer (.*)-run(\d+)$/.exec(authorization) ?? [];
      begun += 1;
      response.once('close', () => {
        ended += 1;
      });
      request.headers.authorization = `Bearer ${key}`;
      handlers.get(run)?.(request, response);
    },
    open: ({ dataset, key }) => {
      const sandbox = createSandbox({ dataset, authentikVersion: AUTHENTIK_VERSION });
      runs += 1;
      handlers.delete(String(runs - 10));
      handlers.set(String(runs), sandbox.handle);
      return { credential: `${key}-run${runs}`, requests: sandbox.requests, settle };
    },
  };
}
