import type { CORSOptions } from 'graphql-yoga';
import type { Config } from '../config.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

type CorsConfig = Pick<Config, 'corsOrigins' | 'corsMaxAgeSeconds' | 'responseCacheMs'>;

const ALLOWED = ['authorization', 'content-type', 'x-upstream-report', REQUEST_ID_HEADER];

/**
 * What a page of `origin` may do. Answers to origins that are not named carry no CORS header at all; `null` would let
 * sandboxed frames in.
 */
export function toCors(config: CorsConfig, origin: string | null): CORSOptions {
  const isCaching = config.responseCacheMs > 0;
  return origin !== null && config.corsOrigins.includes(origin)
    ? {
        origin,
        methods: ['POST'],
        allowedHeaders: [...ALLOWED, ...(isCaching ? ['cache-control'] : [])],
        exposedHeaders: [REQUEST_ID_HEADER, ...(isCaching ? ['cache-status'] : [])],
        maxAge: config.corsMaxAgeSeconds,
        credentials: false,
      }
    : false;
}
