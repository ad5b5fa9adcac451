import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { GatewayError } from '../errors.ts';
import { builder, type SchemaTypes } from './builder.ts';
import {
  ERROR_INTERFACE_NAME,
  ERROR_TYPE_NAMES,
  forbiddenErrorRef,
  notFoundErrorRef,
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
    resolveType: (value) => (value instanceof GatewayError ? ERROR_TYPE_NAMES[value.code] : ref.name),
  });
}

/**
 * Runs a lookup for a result union. An error that the selection has a fragment for (its own type or the interface) is
 * answered as data; any other is thrown, so that it stands in `errors[]` and the shortest query still fails loudly.
 */
export async function asResult<Value>(
  info: GraphQLResolveInfo,
  load: () => Promise<Value>,
): Promise<Value | GatewayError> {
  try {
    return await load();
  } catch (error) {
    const typeName = error instanceof GatewayError ? ERROR_TYPE_NAMES[error.code] : undefined;
    if (error instanceof GatewayError && typeName && hasFragmentOn(info, [typeName, ERROR_INTERFACE_NAME])) {
      return error;
    }
    throw error;
  }
}
