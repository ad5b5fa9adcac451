import { createInputError } from '../errors.ts';
import type { EntityDeclaration, EntityKey } from './entity.ts';

/** An entity as a router names it: the key that it is loaded by, and the key's value as it came. */
export interface Representation {
  readonly typeName: string;
  readonly key: EntityKey & Required<Pick<EntityKey, 'load'>>;
  readonly value: string;
  /** Where the value stands in the arguments. */
  readonly path: readonly string[];
}

/**
 * Reads a representation (`{ __typename: "User", uuid: "…" }`): of several keys the one that is declared first. Whatever
 * else a router sends along is left alone, as the specification has it.
 * @throws GatewayError `BAD_USER_INPUT` for one that no entity can be loaded by; the value itself is for the key's loader to check
 */
export function parseRepresentation(
  entities: ReadonlyMap<string, EntityDeclaration>,
  json: unknown,
  path: readonly string[],
): Representation {
  if (typeof json !== 'object' || json === null) {
    throw createInputError(path, 'A representation is an object with __typename and a key.');
  }
  const fields = new Map<string, unknown>(Object.entries(json));
  const typeName = String(fields.get('__typename'));
  const declaration = entities.get(typeName);
  if (!declaration) {
    throw createInputError([...path, '__typename'], `Must be one of ${[...entities.keys()].join(', ')}.`);
  }
  const keys = declaration.keys.filter(isLoadable);
  const key = keys.find(({ field }) => (fields.get(field) ?? null) !== null);
  if (!key) {
    const names = keys.map(({ field }) => field).join(', ');
    throw createInputError(path, `A ${typeName} is loaded by one of: ${names}.`);
  }
  return { typeName, key, value: parseValue(fields.get(key.field), [...path, key.field]), path: [...path, key.field] };
}

// An ID may travel as a whole number.
function parseValue(value: unknown, path: readonly string[]): string {
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) {
    throw createInputError(path, 'A key is text.');
  }
  return String(value);
}

function isLoadable(key: EntityKey): key is Representation['key'] {
  return key.load !== undefined;
}
