import type { Plugin } from 'graphql-yoga';
import { parseCredential } from './authentik/credential.ts';

/** A request that is refused before GraphQL sees it: status, code, sentence and extra headers. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The JSON of a refusal, in the shape of any other GraphQL error. */
export function toRefusalBody({ message, code }: Refusal): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}

/**
 * Yoga plugin: only POST of `application/json` with a well-formed bearer token gets through, so that nothing is ever
 * asked of authentik without a credential. Everything else is refused as JSON with a code.
 */
export function useRequestRules(): Plugin {
  return {
    onRequest({ request, endResponse, fetchAPI }) {
      const refusal = toRefusal(request.method, request.headers);
      if (refusal) {
        endResponse(
          new fetchAPI.Response(toRefusalBody(refusal), {
            status: refusal.status,
            headers: { 'content-type': 'application/json; charset=utf-8', ...refusal.headers },
          }),
        );
      }
    },
  };
}

function toRefusal(method: string, headers: Headers): Refusal | undefined {
  if (method !== 'POST') {
    return {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      message: 'Send GraphQL requests with POST.',
      headers: { allow: 'POST' },
    };
  }
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) {
    return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send GraphQL requests as application/json.' };
  }
  if (!parseCredential(headers.get('authorization'))) {
    return {
      status: 401,
      code: 'UNAUTHENTICATED',
      message: 'Send an authentik API token: "Authorization: Bearer <token>".',
      headers: { 'www-authenticate': 'Bearer' },
    };
  }
  return undefined;
}
