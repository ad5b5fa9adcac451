import fc from 'fast-check';
import { type GraphQLNamedOutputType, isOutputType } from 'graphql';
import { schema } from '../../src/schema.ts';
import type { Selected } from './selected.ts';
import { SHARED_TYPES, selectionOn } from './selection.ts';

/** A document as it is sent, and the variables with it. */
export interface Sent {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Selections of a document: from the root on, and of each type's shared fragment. */
export interface Selections {
  readonly root: readonly Selected[];
  readonly shared: Readonly<Record<string, readonly Selected[]>>;
}

/** Objects nested in each other, pages of lists and members of unions not counted. */
const DEPTH = 4;
const SHARED_DEPTH = 1;

const shared = fc.record(
  Object.fromEntries(
    SHARED_TYPES.map((name) => [name, selectionOn(typeNamed(name), { depth: SHARED_DEPTH, fragments: 1 })]),
  ),
);

/** Random documents over the whole schema. */
export const selections: fc.Arbitrary<Selections> = fc.record({
  root: selectionOn(typeNamed('Query'), { depth: DEPTH + 1, fragments: 1 }),
  shared,
});

function typeNamed(name: string): GraphQLNamedOutputType {
  const type = schema.getType(name);
  if (!type || !isOutputType(type)) {
    throw new TypeError(`expected an output type ${name} in the schema, but found none`);
  }
  return type;
}
