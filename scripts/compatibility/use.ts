import type { GraphQLField } from 'graphql';
import { z } from 'zod';
import { type Facet, type Found, findInputs, findProperties, type Place } from './look.ts';
import { isOtherType } from './samples.ts';
import type { Structure } from './structure.ts';

/** Something of our schema and what it takes of authentik. */
export interface Use {
  /** A GraphQL schema coordinate, e.g. `AuthentikUserWhere.lastLogin`. */
  readonly coordinate: string;
  /** What a release has of it; `undefined` where it has not even the place. */
  readonly look: (structure: Structure) => Found | undefined;
  /** Whether the gateway cannot go on as before when this changes; without it, it can. */
  readonly breaks?: (change: Change) => boolean;
}

/** One thing that a release has otherwise than the one before: `old` is missing for what is added, `now` for what is gone. */
export interface Change {
  readonly name: string;
  readonly old: Facet | undefined;
  readonly now: Facet | undefined;
  /** Whether nothing of the use is left. */
  readonly isLast: boolean;
}

/** A field of the schema. */
export type Field = GraphQLField<unknown, unknown>;

/** Which properties are read, by what shape, and the parameter that makes authentik embed them. */
export interface Reading {
  readonly shape: z.ZodObject;
  readonly properties: readonly string[];
  readonly include?: { readonly list: string; readonly parameter: string } | undefined;
}

/** Something that has no value: it is there or it is not. */
export function createFacet(text: string): Facet {
  return { text, samples: [] };
}

/** Something that is read of what stands in a place of answers. */
export function createReadUse(coordinate: string, place: Place, { shape, properties, include }: Reading): Use {
  return {
    coordinate,
    breaks: breaksReading(shape),
    look: (structure) => {
      const found = findProperties(structure, place);
      const named = properties.flatMap((name) => (found?.[name] ? [[`property ${name}`, found[name]] as const] : []));
      const switches = include && findInputs(structure, include.list)?.[`parameter ${include.parameter}`];
      return (
        found &&
        Object.fromEntries([
          ...named,
          ...(switches ? [[`parameter ${include.parameter}`, createFacet('switch')] as const] : []),
        ])
      );
    },
  };
}

/** Whether answers are refused by the shape they are read with: by a property that is gone, null or of another type. */
export function breaksReading({ shape }: z.ZodObject): NonNullable<Use['breaks']> {
  return ({ name, old, now }) => {
    const property = shape[name.replace(/^property /, '')];
    const known = new Set(old?.samples.map((value) => JSON.stringify(value)));
    const values = now ? now.samples.filter((value) => !known.has(JSON.stringify(value))) : [undefined];
    return property !== undefined && values.some((value) => !z.safeParse(property, value).success);
  };
}

/** Whether a request fails, or is answered as if something had not been said: everything of it is needed. */
export function breaksRequest({ old, now }: Change): boolean {
  return now === undefined || (old ? isOtherType(old.samples, now.samples) : now.isRequired === true);
}

/** Whether an input fails, or is passed over without a sound. Of several words for it one is enough. */
export function breaksInput({ old, now, isLast }: Change): boolean {
  return old && now ? isOtherType(old.samples, now.samples) || (now.isRequired === true && !old.isRequired) : isLast;
}
