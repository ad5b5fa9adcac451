import { GraphQLError, type GraphQLSchema, type ParseOptions, parse, type Source, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { createCheckDocument } from './check-document.ts';
import { checkVariables } from './check-variables.ts';
import { createLimitError } from './limit-error.ts';
import type { DocumentLimits } from './limits.ts';

/**
 * Yoga plugin: refuses what is too large, variables before the document is parsed and the document before it is
 * validated, for some of GraphQL's own rules take quadratic time. What is refused is never cached.
 */
export function useLimits(schema: GraphQLSchema, limits: DocumentLimits): Plugin {
  const checkDocument = createCheckDocument(limits);
  return {
    onParams({ params }) {
      const error = checkVariables(params.variables, limits);
      if (error) {
        throw error;
      }
    },
    onParse({ context, setParseFn }) {
      setParseFn((source: string | Source, options?: ParseOptions) => parseWithin(source, limits.maxTokens, options));
      return ({ result, replaceParseResult }) => {
        if (result === null || result instanceof Error) {
          return;
        }
        const error = checkDocument({ schema, document: result, variables: toVariables(context) });
        if (error) {
          replaceParseResult(error);
        }
      };
    },
    onValidate({ setValidationFn }) {
      // graphql-js adds an error that says that it stopped.
      setValidationFn((given, document, rules) =>
        validate(given, document, rules, { maxErrors: limits.maxValidationErrors }).slice(
          0,
          limits.maxValidationErrors,
        ),
      );
    },
  };
}

function parseWithin(source: string | Source, maxTokens: number, options?: ParseOptions) {
  try {
    return parse(source, { ...options, maxTokens });
  } catch (error) {
    if (error instanceof RangeError) {
      throw createLimitError('GRAPHQL_PARSE_FAILED', 'The document holds too much inside each other to be read.');
    }
    if (error instanceof GraphQLError && error.message.includes('Parsing aborted')) {
      throw createLimitError('GRAPHQL_PARSE_FAILED', `A document may have at most ${maxTokens} tokens.`);
    }
    throw error;
  }
}

function toVariables(context: unknown): Readonly<Record<string, unknown>> {
  const params = typeof context === 'object' && context !== null && 'params' in context ? context.params : undefined;
  const variables =
    typeof params === 'object' && params !== null && 'variables' in params ? params.variables : undefined;
  return typeof variables === 'object' && variables !== null ? (variables as Record<string, unknown>) : {};
}
