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
 * asked of authentik without a credential. A router may come without one; what it may do then is decided later, in
 * `federation/access.ts`. Everything else is refused as JSON with a code.
 */
export function useRequestRules(isRouter: (request: Request) => boolean = () => false): Plugin {
  return {
    onRequest({ request, endResponse, fetchAPI }) {
      const refusal = toRefusal(request, isRouter);
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
      /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(headers.get('content-type') ?? '') &&
      /^(identity)?$/i.test(headers.get('content-encoding') ?? ''),
    refusal: {
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Send GraphQL requests as application/json in UTF-8, not packed.',
    },
  },
  {
    isMet: ({ headers }) =>
      /(application\/(graphql-response\+json|json|\*)|\*\/\*)/i.test(headers.get('accept') ?? '*/*'),
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
    refusal: {
      status: 401,
      code: 'UNAUTHENTICATED',
      message: 'Send exactly one authentik API token: "Authorization: Bearer <token>".',
      headers: { 'www-authenticate': 'Bearer' },
    },
  },
];

function toRefusal(request: Request, isRouter: (request: Request) => boolean): Refusal | undefined {
  return RULES.find(({ isMet }) => !isMet(request, isRouter))?.refusal;
}
