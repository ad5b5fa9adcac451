import type { GraphQLField } from 'graphql';
import { z } from 'zod';
import { type Found, findProperties, type Place } from './look.ts';
import type { Structure } from './structure.ts';

/** Something of our schema and what it takes of authentik. */
export interface Use {
  /** A GraphQL schema coordinate, e.g. `AuthentikUserWhere.lastLogin`. */
  readonly coordinate: string;
  /** What a release has of it; `undefined` where it has not even the place. */
  readonly look: (structure: Structure) => Found | undefined;
  /** The properties that rows must have, and which of these may not be null. */
  readonly demands?: { readonly present: ReadonlySet<string>; readonly notNull: ReadonlySet<string> };
}

/** A field of the schema. */
export type Field = GraphQLField<unknown, unknown>;

/** Which properties are read, by what shape, and the parameter that makes authentik embed them. */
export interface Reading {
  readonly shape: z.ZodObject;
  readonly properties: readonly string[];
  readonly include?: { readonly list: string; readonly parameter: string } | undefined;
}

/** Something that is read of what stands in a place of answers. */
export function createReadUse(coordinate: string, place: Place, { shape, properties, include }: Reading): Use {
  const refuses = (value: null | undefined): ReadonlySet<string> =>
    new Set(properties.filter((name) => !accepts(shape, name, value)).map(toLabel));
  return {
    coordinate,
    demands: { present: refuses(undefined), notNull: refuses(null) },
    look: (structure) => {
      const found = findProperties(structure, place);
      const named = properties.flatMap((name) => (found?.[name] ? [[toLabel(name), found[name]] as const] : []));
      const isThere = include && structure.operations[include.list]?.parameters.includes(include.parameter);
      return (
        found && Object.fromEntries([...named, ...(isThere ? [[`parameter ${include.parameter}`, 'switch']] : [])])
      );
    },
  };
}

function accepts({ shape }: z.ZodObject, name: string, value: null | undefined): boolean {
  const property = shape[name];
  return property === undefined || z.safeParse(property, value).success;
}

function toLabel(property: string): string {
  return `property ${property}`;
}
