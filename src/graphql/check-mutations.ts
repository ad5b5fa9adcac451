import { GatewayError } from '../errors.ts';
import { type Operation, selectedFields } from './selected-fields.ts';

/** Changes that one operation may make. */
const MAX_MUTATIONS = 5;

/**
 * Holds a mutation against the number of changes it may make, `@skip` and `@include` considered.
 * @throws GatewayError `MAX_ROOT_FIELDS_EXCEEDED`
 */
export function checkMutations(operation: Operation): void {
  const type = operation.schema.getMutationType();
  if (!type || operation.operation.operation !== 'mutation') {
    return;
  }
  const names = new Set<string>();
  for (const { node } of selectedFields(operation, { type, selectionSet: operation.operation.selectionSet })) {
    names.add(node.alias?.value ?? node.name.value);
    if (names.size > MAX_MUTATIONS) {
      throw new GatewayError(
        'MAX_ROOT_FIELDS_EXCEEDED',
        `An operation may make ${MAX_MUTATIONS} changes; ask in parts.`,
      );
    }
  }
}
