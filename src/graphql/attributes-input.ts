import type { InputRef } from '@pothos/core';
import type { JsonObject } from '../authentik/json.ts';
import { checkExact, mergePatch, parseAttributes } from '../authentik/merge-patch.ts';
import { createInputError } from '../errors.ts';
import { builder } from './builder.ts';
import type { Body } from './input-body.ts';

/** How an input changes `attributes`: exactly one of both. */
interface AttributesChange {
  readonly merge?: unknown;
  readonly replace?: unknown;
}

/** How a change of a user or group changes its `attributes`. */
export const attributesInput: InputRef<AttributesChange> = builder
  .inputRef<AttributesChange>('AuthentikAttributesInput')
  .implement({
    description:
      'How `attributes` are changed. Exactly one of `merge` and `replace` must be given: authentik itself only ever replaces all of them.',
    fields: (t) => ({
      merge: t.field({
        type: 'JSON',
        description:
          'A JSON object that is merged into what is there (JSON Merge Patch, RFC 7396): null removes a key, objects are merged key by key, lists and all else are replaced. Costs a request that reads them first; what somebody else changes between the two is lost.',
      }),
      replace: t.field({
        type: 'JSON',
        description: 'The JSON object that all present attributes are replaced by; `{}` removes them.',
      }),
    }),
  });

/** Where the attributes stand in the inputs that have them. */
const PATH = ['input', 'attributes'];

/** Whether a change needs to know what is there. */
export function isMerge(change: AttributesChange | null | undefined): boolean {
  return change?.merge !== undefined && change.merge !== null;
}

/**
 * Checks a change of attributes, before anything is asked.
 * @throws GatewayError `BAD_USER_INPUT` unless it is exactly one of both, and fit to be stored
 */
export function checkAttributes(change: AttributesChange | null | undefined): void {
  if (change === undefined) {
    return;
  }
  const given = Object.entries(change ?? {}).filter(([, value]) => value !== undefined && value !== null);
  const [only] = given;
  if (!only || given.length > 1) {
    throw createInputError(PATH, 'Give exactly one of: merge, replace.');
  }
  parseAttributes(only[1], [...PATH, only[0]]);
}

/**
 * Adds a change of attributes, checked, to the other fields of a body. Only a merge has to know what is there: then, and
 * only then, the object is read, and handed over for comparison with what it is afterwards.
 * @throws GatewayError `BAD_USER_INPUT` when the attributes cannot be merged without loss
 */
export async function withAttributes<Row extends { readonly attributes: JsonObject }>(
  fields: Body,
  change: AttributesChange | null | undefined,
  read: () => Promise<Row>,
): Promise<{ readonly body: Body; readonly before: Row | undefined }> {
  const before = isMerge(change) ? await read() : undefined;
  const body = change ? { ...fields, attributes: toAttributes(change, before?.attributes ?? {}) } : fields;
  return { body, before };
}

function toAttributes(change: AttributesChange, known: JsonObject): JsonObject {
  if (!isMerge(change)) {
    return parseAttributes(change.replace, [...PATH, 'replace']);
  }
  const path = [...PATH, 'merge'];
  checkExact(known, path);
  return mergePatch(known, parseAttributes(change.merge, path));
}
