import { GatewayError } from '../errors.ts';
import { isStarting } from './to-error.ts';

// What proxies in front of authentik, and its own router, answer when they cannot reach it.
const GATEWAY_STATUSES: readonly unknown[] = [502, 503, 504];

/**
 * Whether an answer of authentik's or an error of the exchange tells that authentik is down: no connection, one that
 * broke, a proxy that cannot reach it, or that it is still starting. Not a 500: one endpoint that crashes must not
 * close the others. Not a time-out: a slow answer is no reason to send nothing.
 */
export function isOutage(outcome: unknown): boolean {
  if (outcome instanceof GatewayError) {
    return outcome.code === 'UPSTREAM_UNAVAILABLE';
  }
  return GATEWAY_STATUSES.includes(toStatus(outcome)) || isBooting(outcome);
}

/** Whether asking once more at once may well bring an answer: an outage, but no time-out of a proxy and no authentik that is starting. */
export function isWorthRetrying(outcome: unknown): boolean {
  return isOutage(outcome) && toStatus(outcome) !== 504 && !isBooting(outcome);
}

function toStatus(outcome: unknown): unknown {
  return typeof outcome === 'object' && outcome !== null && 'status' in outcome ? outcome.status : undefined;
}

function isBooting(outcome: unknown): boolean {
  return typeof outcome === 'object' && outcome !== null && 'json' in outcome && isStarting(outcome.json);
}
