import type { FieldMap } from '@pothos/core';
import type { SchemaTypes } from '../../../graphql/builder.ts';
import { planned } from '../../../graphql/plan-declaration.ts';
import { userByPk, userRef } from '../ref.ts';

/** The `userId` and `user` of a payload whose write answers nothing of the user itself. */
export function userOfPayload<Payload extends { readonly pk: number }>(
  t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Payload>,
): FieldMap {
  return {
    userId: t.id({ description: 'Whose it is: the user’s primary key.', resolve: ({ pk }) => pk }),
    user: t.field({
      type: userRef,
      nullable: true,
      description: 'The account itself; authentik does not send it back, so it costs a request.',
      extensions: planned({ fetches: 'user' }),
      resolve: ({ pk }, _args, context, info) => userByPk(context).load(pk, { needs: context.plan.at(info).needs }),
    }),
  };
}
