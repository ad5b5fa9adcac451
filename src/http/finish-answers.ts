import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Config } from '../config.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

type Options = Pick<Config, 'maxValidationErrors' | 'maxExecutionErrors' | 'introspection'>;

const MAX_CHARACTERS = 500;

/**
 * Yoga plugin, the last to see an answer: every error gets the request's id and a message of bounded length, with no names
 * of the schema suggested where introspection is off; of many errors the first are told, and how many were left out.
 */
export function useFinishedAnswers(options: Options): Plugin {
  return {
    onResultProcess({ request, result, setResult }) {
      if (isResult(result) && result.errors && result.errors.length > 0) {
        setResult(finish(result, request.headers.get(REQUEST_ID_HEADER) ?? '', options));
      }
    },
  };
}

function finish(result: ExecutionResult, requestId: string, options: Options): ExecutionResult {
  const { errors = [], extensions } = result;
  const max = result.data === undefined ? options.maxValidationErrors : options.maxExecutionErrors;
  const left = errors.length - max;
  return {
    ...result,
    errors: errors.slice(0, max).map((error) => finishError(error, requestId, options)),
    ...(left > 0 ? { extensions: { ...extensions, omittedErrors: left } } : {}),
  };
}

function finishError(error: GraphQLError, requestId: string, { introspection }: Options): GraphQLError {
  const told = introspection ? error.message : error.message.replace(/ Did you mean .*\?/gs, '');
  const message = told.length > MAX_CHARACTERS ? `${told.slice(0, MAX_CHARACTERS)}…` : told;
  return new GraphQLError(message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    // Yoga tells the status of GraphQL's own errors and of unforeseen ones apart by it.
    originalError: error.originalError ?? null,
    extensions: { ...error.extensions, requestId },
  });
}

function isResult(result: unknown): result is ExecutionResult {
  return typeof result === 'object' && result !== null && 'errors' in result;
}
