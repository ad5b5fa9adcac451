import type { Lookup, Wish } from './response-cache.ts';

/** What answers tell of the cache in (RFC 9211). */
export const CACHE_STATUS_HEADER = 'cache-status';

const FORWARDED = {
  miss: 'fwd=miss',
  stale: 'fwd=stale',
  bypass: 'fwd=request',
  unavailable: 'fwd=bypass; detail=unavailable',
} as const;

/** Reads the header `Cache-Control` of a request (RFC 9111 section 5.2.1); directives but these mean nothing here. */
export function toWish(header: string | null): Wish {
  const directives = (header ?? '')
    .toLowerCase()
    .split(',')
    .map((directive) => directive.trim());
  if (directives.includes('no-store')) {
    return 'nothing';
  }
  return directives.includes('no-cache') || directives.includes('max-age=0') ? 'fresh' : 'any';
}

/** The header `Cache-Status` (RFC 9211) of an answer; `ttl` is in whole seconds. */
export function toCacheStatus(found: Lookup, isStored: boolean): string {
  const how =
    found.result === 'hit'
      ? `hit; ttl=${Math.floor(found.leftMs / 1000)}`
      : `${FORWARDED[found.result]}${isStored ? '; stored' : ''}`;
  return `authentik-graphql-gateway; ${how}`;
}
