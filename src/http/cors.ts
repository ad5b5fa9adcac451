import type { CORSOptions } from 'graphql-yoga';
import type { Config } from '../config.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

/**
 * What a page of `origin` may do. Answers to origins that are not named carry no CORS header at all; `null` would let
 * sandboxed frames in.
 */
export function toCors(config: Pick<Config, 'corsOrigins' | 'corsMaxAgeSeconds'>, origin: string | null): CORSOptions {
  return origin !== null && config.corsOrigins.includes(origin)
    ? {
        origin,
        methods: ['POST'],
        allowedHeaders: ['authorization', 'content-type', 'x-upstream-report', REQUEST_ID_HEADER],
        exposedHeaders: [REQUEST_ID_HEADER],
        maxAge: config.corsMaxAgeSeconds,
        credentials: false,
      }
    : false;
}
