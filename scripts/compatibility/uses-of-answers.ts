import { z } from 'zod';
import { pageShape } from '../../src/authentik/page.ts';
import { type Found, findProperties, type Place } from './look.ts';
import { ANSWERS, LISTS } from './rows.ts';
import type { Structure } from './structure.ts';
import { breaksReading, breaksRequest, type Use } from './use.ts';

/** What is read around rows, in a place of an answer. */
interface Around {
  readonly place: Place;
  readonly shape: z.ZodObject;
}

/** A field with requests of its own: what `look` finds of them, and what is read of their answers that belongs to no row. */
export function createAnswerUse(
  coordinate: string,
  operations: readonly string[],
  look: (structure: Structure) => Found,
): Use {
  const all = [
    ...operations.filter((operation) => LISTS.includes(operation)).flatMap(listPage),
    ...(ANSWERS[coordinate] ? [ANSWERS[coordinate]] : []),
  ];
  const breaksAnswer = breaksReading(z.object(Object.fromEntries(all.flatMap(listShapes))));
  return {
    coordinate,
    breaks: (change) => (change.name.startsWith('property ') ? breaksAnswer(change) : breaksRequest(change)),
    look: (structure) => ({
      ...look(structure),
      ...Object.fromEntries(all.flatMap((each) => listFound(structure, each))),
    }),
  };
}

function listPage(list: string): Around[] {
  const page = pageShape(z.unknown());
  const shape = page instanceof z.ZodPipe ? page.in : undefined;
  const pagination = shape instanceof z.ZodObject ? shape.shape.pagination : undefined;
  if (!(shape instanceof z.ZodObject && pagination instanceof z.ZodObject)) {
    throw new TypeError('expected pages to be read by an object with a `pagination`, but got: another shape');
  }
  return [
    { place: [list], shape },
    { place: [list, 'pagination'], shape: pagination },
  ];
}

function listShapes({ place, shape }: Around) {
  return Object.entries(shape.shape).map(([name, each]) => [toPath(place, name), each] as const);
}

function listFound(structure: Structure, { place, shape }: Around) {
  const found = findProperties(structure, place) ?? {};
  return Object.keys(shape.shape).flatMap((name) =>
    found[name] ? [[`property ${toPath(place, name)}`, found[name]] as const] : [],
  );
}

function toPath([, ...properties]: Place, name: string): string {
  return [...properties, name].join('.');
}
