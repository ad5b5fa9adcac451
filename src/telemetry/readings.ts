import { Counter, Gauge, type Registry } from 'prom-client';
import type { Guard } from '../authentik/guard.ts';
import { formatKnown } from '../authentik/release.ts';
import type { ReleaseFinder } from '../authentik/release-finder.ts';
import type { Config } from '../config.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import type { ResponseCache } from '../response-cache/response-cache.ts';

/** What is not counted as it happens but read whenever metrics are. */
export interface Readings {
  readonly upstream: { readonly guard: Guard };
  readonly release: ReleaseFinder;
  readonly limiter: Pick<RateLimiter, 'isSharing'> | undefined;
  readonly cache: Pick<ResponseCache, 'isSharing'> | undefined;
  readonly config: Pick<Config, 'upstreamConnections' | 'upstreamQueue'>;
}

const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

/** Adds to the registry what is read from the guard, the release finder, the rate limiter and the response cache. */
export function watchReadings(registry: Registry, readings: Readings): void {
  watchGate(registry, readings);
  watchBreaker(registry, readings);
  watchRelease(registry, readings);
  watchSharing(registry, readings);
}

function watchSharing(registry: Registry, { limiter, cache }: Readings): void {
  for (const { name, help, isSharing } of [
    {
      name: 'authentik_gateway_rate_limit_shared',
      help: '1 while replicas count rate limits together in Redis, 0 while this one counts for itself.',
      isSharing: limiter?.isSharing,
    },
    {
      name: 'authentik_gateway_response_cache_shared',
      help: '1 while replicas share the response cache in Redis, 0 while Redis is away and nothing is answered from it.',
      isSharing: cache?.isSharing,
    },
  ]) {
    if (isSharing) {
      addGauge(registry, { name, help, read: () => (isSharing() ? 1 : 0) });
    }
  }
}

function watchGate(registry: Registry, { upstream, config }: Readings): void {
  const { load } = upstream.guard.gate;
  for (const gauge of [
    { name: 'running', help: 'Requests to authentik under way.', read: () => load().running },
    { name: 'waiting', help: 'Requests to authentik that wait for a free connection.', read: () => load().waiting },
    { name: 'slots', help: 'How many requests to authentik may be under way.', read: () => config.upstreamConnections },
    { name: 'queue', help: 'How many requests to authentik may wait.', read: () => config.upstreamQueue },
  ]) {
    addGauge(registry, { ...gauge, name: `authentik_gateway_gate_${gauge.name}` });
  }
  new Counter({
    name: 'authentik_gateway_gate_shed_total',
    help: 'Requests to authentik that were given up: no place to wait (full), or waited in vain (late).',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ reason: 'full' }, load().shedAtOnce);
      this.inc({ reason: 'late' }, load().shedLate);
    },
  });
}

function watchBreaker(registry: Registry, { upstream }: Readings): void {
  const { breaker, retrier } = upstream.guard;
  new Gauge({
    name: 'authentik_gateway_breaker_state',
    help: '1 for the state the breaker is in: requests are let through (closed), none are (open), or one is (half-open).',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const state of BREAKER_STATES) {
        this.set({ state }, breaker.state() === state ? 1 : 0);
      }
    },
  });
  new Counter({
    name: 'authentik_gateway_upstream_retries_total',
    help: 'Reads that were sent to authentik once more.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(retrier.repeated());
    },
  });
}

function watchRelease(registry: Registry, { release }: Readings): void {
  new Gauge({
    name: 'authentik_gateway_authentik_info',
    help: 'Always 1; the release of the authentik behind as its label. Absent until it is known.',
    labelNames: ['release'],
    registers: [registry],
    collect() {
      const known = formatKnown(release.get());
      this.reset();
      if (known !== undefined) {
        this.set({ release: known }, 1);
      }
    },
  });
}

interface ReadGauge {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

function addGauge(registry: Registry, { name, help, read }: ReadGauge): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
