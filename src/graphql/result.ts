import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { GatewayError } from '../errors.ts';
import { builder, type SchemaTypes } from './builder.ts';
import {
  ERROR_INTERFACE_NAME,
  type ErrorData,
  forbiddenErrorRef,
  notFoundErrorRef,
  toErrorData,
  validationErrorRef,
} from './error-types.ts';
import { hasFragmentOn } from './selection.ts';

/** Declares the union of what a lookup can answer: the object itself, or an error that a caller can act on. */
export function createResult<Shape extends object>(
  name: string,
  ref: ObjectRef<SchemaTypes, Shape>,
  description: string,
) {
  return builder.unionType(name, {
    description,
    types: [ref, validationErrorRef, forbiddenErrorRef, notFoundErrorRef],
    resolveType: (value) => ('typeName' in value ? value.typeName : ref.name),
  });
}

/**
 * Runs a lookup for a result union. An error that the selection has a fragment for (its own type or the interface) is
 * answered as data; any other is thrown, so that it stands in `errors[]` and the shortest query still fails loudly.
 */
export async function asResult<Value>(
  { notes }: Pick<GatewayContext, 'notes'>,
  info: GraphQLResolveInfo,
  load: () => Promise<Value>,
): Promise<Value | ErrorData> {
  try {
    return await load();
  } catch (error) {
    const data = error instanceof GatewayError ? toErrorData(error) : undefined;
    if (data && hasFragmentOn(info, [data.typeName, ERROR_INTERFACE_NAME])) {
      notes.hasErrorData = true;
      return data;
    }
    throw error;
  }
}
