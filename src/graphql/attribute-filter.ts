import type { InputRef } from '@pothos/core';
import type { AttributeCondition } from '../authentik/attributes.ts';
import { builder } from './builder.ts';

/** One condition on a value inside an object's `attributes`. */
export const attributeFilter: InputRef<AttributeCondition> = builder
  .inputRef<AttributeCondition>('AuthentikAttributeFilter')
  .implement({
    description:
      'A condition on one value inside `attributes`. Rows that lack the key never match. Exactly one of `equals` and `in` must be given.',
    fields: (t) => ({
      path: t.stringList({
        required: true,
        description:
          'The keys from the outermost in, e.g. `["on_call", "rota"]`; keys may hold dots and slashes. Refused are keys with `__`, with `_` at an end, and Django’s operator names such as `contains`.',
      }),
      equals: t.field({
        type: 'JSON',
        description: 'The value must be this text, number or boolean; text is compared case-sensitively.',
      }),
      in: t.field({
        type: ['JSON'],
        description: 'The value must be one of these 1 to 100 texts, numbers or booleans.',
      }),
    }),
  });
