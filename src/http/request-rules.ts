import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { parseCredential } from '../authentik/credential.ts';
import { type Refusal, toRefusalResponse } from './refusal.ts';

/**
 * Yoga plugin: only POST of `application/json` with a well-formed bearer token gets through, so that nothing is ever
 * asked of authentik without a credential. A router may come without one; what it may do then is decided later, in
 * `federation/access.ts`. Everything else is refused as JSON with a code.
 */
export function useRequestRules(isRouter: (request: Request) => boolean = () => false): Plugin {
  return {
    onRequest({ request, endResponse, fetchAPI }) {
      const refusal = toRefusal(request, isRouter);
      if (refusal) {
        endResponse(toRefusalResponse(refusal, { request, fetchAPI }));
      }
    },
    onParams({ params, setParams }) {
      if (params.extensions?.persistedQuery !== undefined) {
        throw createPersistedQueryError();
      }
      // Clients send the empty name for none.
      if (params.operationName === '') {
        const { operationName: _, ...rest } = params;
        setParams(rest);
      }
    },
  };
}

/** Whether a `Content-Type` is JSON in UTF-8, however it is spelt. */
export function isJsonType(contentType: string | null | undefined): boolean {
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType ?? '');
}

// The message is the one that clients know this by.
function createPersistedQueryError(): GraphQLError {
  return new GraphQLError('PersistedQueryNotSupported', {
    extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', http: { status: 400 } },
  });
}

/** The refusal of a request without exactly one well-formed credential. */
export const NO_CREDENTIAL = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'Send exactly one authentik API token: "Authorization: Bearer <token>".',
  headers: { 'www-authenticate': 'Bearer' },
} as const satisfies Refusal;

interface Rule {
  readonly isMet: (request: Request, isRouter: (request: Request) => boolean) => boolean;
  readonly refusal: Refusal;
}

const RULES: readonly Rule[] = [
  {
    isMet: ({ method }) => method === 'POST',
    refusal: {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      message: 'Send GraphQL requests with POST; GET is off, for its URLs stand in histories and access logs.',
      headers: { allow: 'POST' },
    },
  },
  {
    isMet: ({ headers }) =>
      isJsonType(headers.get('content-type')) && /^(identity)?$/i.test(headers.get('content-encoding') ?? ''),
    refusal: {
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send GraphQL requests as application/json in UTF-8, not packed.',
    },
  },
  {
    isMet: ({ headers }) =>
      (headers.get('accept') ?? '*/*')
        .split(',')
        .some((type) => /^\s*(application\/(graphql-response\+json|json|\*)|\*\/\*)\s*(;|$)/i.test(type)),
    refusal: {
      status: 406,
      code: 'NOT_ACCEPTABLE',
      message: 'Answers are application/graphql-response+json or application/json; accept one of them.',
    },
  },
  {
    isMet: (request, isRouter) =>
      parseCredential(request.headers.get('authorization')) !== undefined ||
      (!request.headers.has('authorization') && isRouter(request)),
    refusal: NO_CREDENTIAL,
  },
];

function toRefusal(request: Request, isRouter: (request: Request) => boolean): Refusal | undefined {
  return RULES.find(({ isMet }) => !isMet(request, isRouter))?.refusal;
}
