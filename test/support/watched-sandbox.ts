import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ConfigInput } from '../../src/config.ts';
import type { GatewaySeams } from '../../src/gateway.ts';
import type { Log } from '../../src/log.ts';
import { createSandbox, type Sandbox, type SandboxDataset } from '../../src/sandbox/index.ts';
import type { Sent } from './declared.ts';
import {
  AUTHENTIK_VERSION,
  allowDeclaredOnly,
  recordedData,
  serve,
  startGateway,
  type TestGateway,
} from './gateway.ts';

/** What becomes of a request: the sandbox answers it, or does what it says and the answer is lost, or something else. */
interface Way {
  readonly pass: () => void;
  readonly lose: () => void;
  readonly response: ServerResponse;
}

type Hook = (sent: Sent, way: Way) => unknown;

/** A gateway in front of a sandbox between which somebody reads along. */
export interface WatchedGateway extends TestGateway {
  readonly sandbox: Sandbox;
  /** Every request in order, reads too. */
  readonly sent: Sent[];
  /** Asks the sandbox directly, past the gateway and unwatched. */
  readonly direct: (
    method: string,
    target: string,
    body?: unknown,
    key?: string,
  ) => Promise<{ status: number; body: unknown }>;
}

/** How a watched gateway starts; everything may be left out. */
export interface WatchedOptions {
  readonly dataset?: SandboxDataset;
  readonly settings?: ConfigInput;
  /** The release that the sandbox plays; the gateway is told unless its settings say otherwise. */
  readonly authentikVersion?: string;
  readonly log?: Log;
  readonly redisTimeoutMs?: GatewaySeams['redisTimeoutMs'];
  readonly hook?: Hook;
}

/** Starts a gateway, a sandbox, and a tap between them. */
export async function startWatchedGateway(options: WatchedOptions = {}): Promise<WatchedGateway> {
  const { authentikVersion = AUTHENTIK_VERSION } = options;
  const sandbox = createSandbox({ dataset: options.dataset ?? recordedData(), authentikVersion });
  const sent: Sent[] = [];
  const hook: Hook = options.hook ?? ((_sent, { pass }) => pass());
  const handle: RequestListener = (request, response) => {
    void text(request).then((sentText) => {
      const entry = {
        method: request.method ?? '',
        target: (request.url ?? '').replace(/^.*\/api\/v3/, ''),
        body: sentText === '' ? undefined : JSON.parse(sentText),
      };
      sent.push(entry);
      const { method, url, headers } = request;
      const again = () =>
        Object.assign(Readable.from([Buffer.from(sentText)]), { method, url, headers }) as IncomingMessage;
      const nobody = { writeHead: () => ({ end: () => response.destroy() }), destroy: () => response.destroy() };
      return hook(entry, {
        pass: () => sandbox.handle(again(), response),
        lose: () => sandbox.handle(again(), nobody as unknown as ServerResponse),
        response,
      });
    });
  };
  const { redisTimeoutMs } = options;
  const settings = { authentikVersion, ...options.settings };
  if (!('authentikVersion' in (options.settings ?? {}))) {
    allowDeclaredOnly(authentikVersion, () => sent);
  }
  const gateway = await startGateway(handle, settings, options.log, { redisTimeoutMs });
  const url = await serve(sandbox.handle);
  return {
    ...gateway,
    sandbox,
    sent,
    direct: async (method, target, body, key = 'key-admin') => {
      const response = await fetch(`${url}/api/v3${target}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
  };
}
