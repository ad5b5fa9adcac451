import type { FieldRef } from '@pothos/core';
import { builder, type SchemaTypes } from './builder.ts';

/** Something about a write that was made which its caller should know. */
export interface Warning {
  /** Our name of the field it is about. */
  readonly field: string;
  readonly message: string;
}

/** What is compared of an object, by our names of its fields. */
export type Comparable = Readonly<Record<string, unknown>>;

/** `AuthentikWarning` over a warning. */
const warningRef = builder.objectRef<Warning>('AuthentikWarning').implement({
  description: 'Something about a change that was made, but not quite as asked for or as expected.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description: 'The field of the changed object that it is about, e.g. `expires`.',
    }),
    message: t.exposeString('message', { description: 'One English sentence for a person; do not match on it.' }),
  }),
});

/** The `warnings` of a payload that has them. */
export function warningsField<Payload extends { readonly warnings: readonly Warning[] }>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Payload>,
): FieldRef<SchemaTypes, readonly Warning[]> {
  return t.field({
    type: [warningRef],
    description:
      'What authentik did otherwise than asked for, or what somebody else changed in the meantime; normally empty.',
    resolve: ({ warnings }) => [...warnings],
  });
}

/** Warns of what authentik answered otherwise than it was told. Only the fields in `told` are looked at. */
export function warnOfOverruled(told: Comparable, answered: Comparable): Warning[] {
  return Object.keys(told)
    .filter((field) => !isSame(told[field], answered[field]))
    .map((field) => ({
      field,
      message: 'authentik did not take the value that was sent; the answer shows what it is.',
    }));
}

/** Warns of what is otherwise after a write than it was read just before, though the write did not change it. */
export function warnOfMeanwhile(before: Comparable, after: Comparable, changed: Comparable): Warning[] {
  return Object.keys(before)
    .filter((field) => !Object.hasOwn(changed, field) && !isSame(before[field], after[field]))
    .map((field) => ({
      field,
      message: 'Somebody else changed it while this change was made; the answer shows what it is now.',
    }));
}

// Two ways to write an instant are one instant.
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string' && one.includes('T')) {
    const [first, second] = [Date.parse(one), Date.parse(other)];
    return one === other || (Number.isFinite(first) && first === second);
  }
  return JSON.stringify(one) === JSON.stringify(other);
}
