import type { Plugin } from 'graphql-yoga';
import { parseCredential, toDigest } from '../authentik/credential.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { toRefusalResponse } from './refusal.ts';

/** Yoga plugin: refuses the requests of a credential that has sent too many, with 429 and when to come again. */
export function useRateLimit(limiter: RateLimiter): Plugin {
  return {
    async onRequest({ request, endResponse, fetchAPI }) {
      const credential = parseCredential(request.headers.get('authorization'));
      const seconds = credential && (await limiter.take(toDigest(credential)));
      if (seconds !== undefined) {
        const refusal = {
          status: 429,
          code: 'RATE_LIMITED',
          message: 'This credential has sent too many requests.',
          headers: { 'retry-after': String(seconds) },
        };
        endResponse(toRefusalResponse(refusal, { request, fetchAPI }));
      }
    },
  };
}
