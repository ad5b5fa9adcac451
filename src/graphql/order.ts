import type { InputRef } from '@pothos/core';
import { builder } from './builder.ts';

/** The values of an order enum: our name → authentik's field name and what ordering by it means. */
export type OrderFields = Readonly<Record<string, { readonly field: string; readonly description: string }>>;

/** What a caller sends as `orderBy`. */
export interface OrderInput {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

const direction = builder.enumType('AuthentikOrderDirection', {
  description: 'Which end of an ordering comes first.',
  values: {
    ASC: {
      description:
        'Smallest, earliest or alphabetically first first; how null sorts is up to authentik’s database (last).',
    },
    DESC: { description: 'Largest, latest or alphabetically last first; nulls first.' },
  } as const,
});

/** Declares `…OrderField` and `…Order` of one list. */
export function createOrder(name: string, fields: OrderFields): InputRef<OrderInput> {
  const field = builder.enumType(`${name}OrderField`, {
    description: `What ${name.replace('Authentik', '').toLowerCase()}s can be ordered by; every order is made total by a unique key, so pages never overlap.`,
    values: Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [key, { value: value.field, description: value.description }]),
    ),
  });
  return builder.inputRef<OrderInput>(`${name}Order`).implement({
    description: `One property to order ${name.replace('Authentik', '').toLowerCase()}s by, and the direction.`,
    fields: (t) => ({
      field: t.field({
        type: field,
        required: true,
        description: 'The property that decides; where it is equal, a unique key does.',
      }),
      direction: t.field({
        type: direction,
        required: true,
        defaultValue: 'ASC',
        description: 'Ascending unless told otherwise.',
      }),
    }),
  });
}

/** authentik's `ordering` parameter; `tieBreaker` (unique) is added unless it decides already. */
export function toOrdering(order: OrderInput | null | undefined, defaultField: string, tieBreaker: string): string {
  const field = order?.field ?? defaultField;
  const sign = order?.direction === 'DESC' ? '-' : '';
  return field === tieBreaker ? `${sign}${field}` : `${sign}${field},${tieBreaker}`;
}

/** The exact opposite of an `ordering` parameter, nulls and ties included. */
export function reverseOrdering(ordering: string): string {
  return ordering
    .split(',')
    .map((field) => (field.startsWith('-') ? field.slice(1) : `-${field}`))
    .join(',');
}
