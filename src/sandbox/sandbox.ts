import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxDataset } from './dataset.ts';
import { createDemoDataset } from './demo/dataset.ts';
import { FAULT_PATH, serveFaults } from './fault-endpoint.ts';
import { brokenMessage, createFaultSwitch, delayOf, type FaultSwitch, type SandboxFault } from './faults.ts';
import type { Release } from './release.ts';
import { AUTHENTIK_VERSIONS, DEFAULT_VERSION, findRelease } from './releases/index.ts';
import { type Message, toMessage } from './respond.ts';
import { answer, type RoutedAnswer } from './router.ts';
import { createStore, type Store } from './store.ts';

const MAX_LOGGED_REQUESTS = 10_000;

/** How a sandbox starts; everything may be left out. */
export type SandboxOptions = {
  /** The rows it starts with: the demo data set unless given. */
  readonly dataset?: SandboxDataset;
  /** The release of authentik it plays, one of AUTHENTIK_VERSIONS or its line (`2025.10`): 2025.10.0-rc1 unless given. */
  readonly authentikVersion?: string;
  /** Milliseconds before each answer, and for each row in it. */
  readonly latency?: { readonly requestMs?: number; readonly rowMs?: number };
  readonly fault?: SandboxFault | undefined;
  /** An integer from which new keys and UUIDs are made up: the same writes get the same ones. 1 unless given. */
  readonly seed?: number;
  /** The clock by which tokens expire and rows are dated. */
  readonly now?: () => Date;
  /** Waits the given milliseconds; tests give their own and wait for nothing. */
  readonly wait?: (ms: number) => Promise<unknown>;
};

/** One request the sandbox was asked, logged when it is answered. Never holds a bearer token. */
export type SandboxRequest = {
  readonly method: string;
  /** As it was sent, with the query. */
  readonly path: string;
  /** 0 when a fault left the request without an answer. */
  readonly status: number;
  /** Rows serialised for the answer. */
  readonly rows: number;
  /** Bytes of the body sent, after compression. */
  readonly bytes: number;
};

/** A running sandbox: give `handle` to `http.createServer`. */
export type Sandbox = {
  readonly handle: RequestListener;
  /** The release of authentik that it plays, in full. */
  readonly authentikVersion: string;
  /** The last 10,000 requests answered, oldest first, without those to `/-/sandbox/`. May be emptied by a test. */
  readonly requests: SandboxRequest[];
  readonly setFault: (fault: SandboxFault | undefined) => void;
  /** How often the key of a token was read, by its identifier. authentik logs an event each time. */
  readonly keyViews: (identifier: string) => number;
};

type Desk = {
  readonly store: Store;
  readonly release: Release;
  readonly faults: FaultSwitch;
  readonly latency: { readonly requestMs?: number; readonly rowMs?: number };
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly log: (entry: SandboxRequest) => void;
};

/**
 * Creates an in-memory authentik that answers as a recorded release does. It does not listen itself.
 * @throws TypeError for a release it does not know.
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const requests: SandboxRequest[] = [];
  const desk: Desk = {
    release: readRelease(options.authentikVersion ?? DEFAULT_VERSION),
    store: createStore(options.dataset ?? createDemoDataset(), options.seed ?? 1),
    faults: createFaultSwitch(options.fault),
    latency: options.latency ?? {},
    now: options.now ?? (() => new Date()),
    wait: options.wait ?? sleep,
    log: (entry) => {
      requests.push(entry);
      if (requests.length > MAX_LOGGED_REQUESTS) requests.shift();
    },
  };
  return {
    handle: (request, response) => {
      serve(desk, request, response).catch(() => response.destroy());
    },
    authentikVersion: desk.release.version,
    requests,
    setFault: desk.faults.set,
    keyViews: desk.store.keyViews,
  };
}

function readRelease(version: string): Release {
  const release = findRelease(version);
  if (!release) throw new TypeError(`expected one of ${AUTHENTIK_VERSIONS.join(', ')}, but got: ${version}`);
  return release;
}

async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const path = url.split('?')[0] ?? '/';
  if (path === FAULT_PATH) return serveFaults(desk.faults, request, response);
  const fault = desk.faults.strike({ method, path });
  const broken = fault && fault.kind !== 'slow' ? fault : undefined;
  const asked = { method, path: url };
  if (broken && broken.when !== 'after') {
    await pause(desk, delayOf(broken));
    return send(desk, response, { ...asked, rows: 0, message: brokenMessage(broken.kind), fault: broken.kind });
  }
  const routed = await carryOut(desk, request);
  const { requestMs = 0, rowMs = 0 } = desk.latency;
  await pause(desk, requestMs + rowMs * routed.rows + delayOf(fault));
  const message = broken ? brokenMessage(broken.kind) : toMessage(request, routed);
  send(desk, response, { ...asked, rows: routed.rows, message, ...(broken && { fault: broken.kind }) });
}

async function carryOut(desk: Desk, request: IncomingMessage): Promise<RoutedAnswer> {
  const { method = 'GET', url = '/', headers } = request;
  const [path = '/', ...rest] = url.split('?');
  const query = new URLSearchParams(rest.join('?'));
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const setting = { store: desk.store, release: desk.release, now: desk.now() };
  return answer(setting, { method, path, query, headers, body });
}

type Outcome = Pick<SandboxRequest, 'method' | 'path' | 'rows'> & {
  readonly message: Message | undefined;
  readonly fault?: SandboxFault['kind'];
};

function send(desk: Desk, response: ServerResponse, { message, fault, ...asked }: Outcome): void {
  // Logged before the first byte leaves, so that whoever has the answer finds its entry.
  desk.log({ ...asked, status: message?.status ?? 0, bytes: message?.bytes.length ?? 0 });
  if (message) response.writeHead(message.status, message.headers).end(message.bytes);
  else if (fault === 'refuse') response.destroy();
  else if (fault === 'reset') response.socket?.resetAndDestroy();
}

async function pause(desk: Desk, ms: number): Promise<void> {
  if (ms > 0) await desk.wait(ms);
}
