import { z } from 'zod';
import { createRandom } from './random.ts';
import type { Message } from './respond.ts';

const SEED = 1;
const SLOW_MS = 3000;

const fault = z.strictObject({
  kind: z.enum([
    ...(['slow', 'hang', 'refuse', 'reset', 'error'] as const),
    ...(['unavailable', 'starting', 'throttled', 'garbage', 'redirect'] as const),
  ]),
  when: z.enum(['before', 'after']).optional(),
  rate: z.number().min(0).max(1).optional(),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  path: z.string().startsWith('/').optional(),
  delayMs: z.number().min(0).max(3_600_000).optional(),
});

/**
 * What goes wrong: `slow` answers `delayMs` milliseconds later (3000 unless said), `hang` never answers, `refuse` ends
 * the connection, `reset` breaks it off (TCP RST), `error` is a 500 page, `unavailable` the router's 502, `starting` its
 * 200 with `error`, `throttled` 429, `garbage` 200 with half a JSON text, `redirect` 302. `when` it goes wrong: `before`
 * the request is carried out, which it then never is (unless said), or `after`, so that only the answer is lost; `slow`
 * always carries out first. `rate` is the share of requests hit (1 unless said, from a seeded generator), `delayMs` makes
 * every kind later, `method` and `path` say which requests: all methods, and paths that begin with `/api/v3/`, which may
 * be left out.
 */
export type SandboxFault = z.output<typeof fault>;

/** Holds the fault that is switched on and says which requests it hits. */
export type FaultSwitch = {
  readonly current: () => SandboxFault | undefined;
  readonly set: (fault: SandboxFault | undefined) => void;
  readonly strike: (request: { readonly method: string; readonly path: string }) => SandboxFault | undefined;
};

/** A switch whose dice start anew with every `set`, so that a run can be repeated. @throws z.ZodError for no fault. */
export function createFaultSwitch(initial: SandboxFault | undefined): FaultSwitch {
  let current = initial && fault.parse(initial);
  let random = createRandom(SEED);
  return {
    current: () => current,
    set: (next) => {
      current = next && fault.parse(next);
      random = createRandom(SEED);
    },
    strike: (request) => (current && isHit(current, request) && random() < (current.rate ?? 1) ? current : undefined),
  };
}

/** Reads a fault from JSON text. Answers a sentence for a person instead of a fault when it is none. */
export function parseFault(text: string): SandboxFault | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'The body is not JSON. Send for example {"kind":"slow","delayMs":2000}.';
  }
  const parsed = fault.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  return `The body is not a fault: ${problems.join('; ')}.`;
}

/** Milliseconds a fault delays the answer. */
export function delayOf(fault: SandboxFault | undefined): number {
  return fault?.kind === 'slow' ? (fault.delayMs ?? SLOW_MS) : (fault?.delayMs ?? 0);
}

type Broken = {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers?: Record<string, string>;
};

const JSON_TYPE = 'application/json; charset=utf-8';

type Wordless = 'slow' | 'hang' | 'refuse' | 'reset';

// The texts of `unavailable` and `starting` are the Go router's (internal/web/proxy.go of 2025.10).
const ANSWERS: Readonly<Record<Exclude<SandboxFault['kind'], Wordless>, Broken>> = {
  error: { status: 500, type: 'text/html; charset=utf-8', text: '<!DOCTYPE html>\n<title>Server Error</title>\n' },
  unavailable: {
    status: 502,
    type: 'application/json',
    text: '{"error":"failed to connect to authentik backend: dial unix authentik-core.sock: connect: connection refused"}',
  },
  starting: {
    status: 200,
    type: 'application/json',
    text: '{"error":"authentik starting"}',
    headers: { 'Retry-After': '5' },
  },
  throttled: {
    status: 429,
    type: JSON_TYPE,
    text: '{"detail":"Request was throttled. Expected available in 1 second."}',
    headers: { 'Retry-After': '1' },
  },
  garbage: { status: 200, type: JSON_TYPE, text: '{"pagination": {"next": 0, "previous": 0, "count": 3, "cur' },
  redirect: {
    status: 302,
    type: 'text/html; charset=utf-8',
    text: '',
    headers: { Location: '/flows/-/default/authentication/' },
  },
};

/** What is sent instead of an answer; undefined: nothing, the connection hangs or ends. */
export function brokenMessage(kind: SandboxFault['kind']): Message | undefined {
  if (kind === 'slow' || kind === 'hang' || kind === 'refuse' || kind === 'reset') return undefined;
  const { status, type, text, headers } = ANSWERS[kind];
  return {
    status,
    headers: { 'Content-Type': type, 'X-Powered-By': 'authentik', ...headers },
    bytes: Buffer.from(text),
  };
}

function isHit(
  { method, path = '/api/v3/' }: SandboxFault,
  asked: { readonly method: string; readonly path: string },
): boolean {
  if (method !== undefined && method !== asked.method) return false;
  return asked.path.startsWith(path) || asked.path.startsWith(`/api/v3${path}`);
}
