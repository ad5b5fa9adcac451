import { type DocumentNode, type GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { currentRecord, noteCodes, toShownName } from './request-record.ts';

/** Yoga plugin, the first of all: notes what kind of operation a request asks for, its name, and the codes of its answer. */
export function useRecord(): Plugin {
  return {
    onParse:
      ({ context }) =>
      ({ result }) => {
        if (result !== null && !(result instanceof Error)) {
          noteOperation(result, context.params?.operationName ?? undefined);
        }
      },
    onResultProcess({ result }) {
      if ('errors' in result) {
        noteCodes((result.errors ?? []).map(toCode));
      }
    },
  };
}

function noteOperation(document: DocumentNode, operationName: string | undefined): void {
  const record = currentRecord();
  const operation = getOperationAST(document, operationName);
  if (record && operation && operation.operation !== 'subscription') {
    record.kind = operation.operation;
    record.operation = toShownName(operation.name?.value);
  }
}

function toCode({ extensions }: GraphQLError): string {
  return typeof extensions?.code === 'string' ? extensions.code : 'UNKNOWN';
}
