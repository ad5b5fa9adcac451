import { nothingShape } from '../../../authentik/json.ts';
import { parseIdentifier } from '../../../authentik/path.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { planned } from '../../../graphql/plan-declaration.ts';
import { toUserIncludes } from '../../user/ref.ts';
import { getToken, tokenPath } from '../rest.ts';

createMutation({
  name: 'deleteToken',
  description:
    'Deletes a token for good; whoever uses it is refused from then on, also the caller. Its owner may, and who has the permission to delete tokens.',
  plan: { fetches: 'other', steps: ['deletes the token'] },
  sends: { operation: 'DELETE /core/tokens/{identifier}/' },
  input: {
    description: 'Which token to delete.',
    fields: (t) => ({
      identifier: t.string({ required: true, description: 'The token’s unique name.' }),
    }),
  },
  run: async (input, { context, writer, selects }) => {
    const identifier = parseIdentifier(input.identifier, ['input', 'identifier']);
    const known = selects('deletedId')
      ? await getToken(context.authentik, identifier, toUserIncludes('token', new Set(), context))
      : undefined;
    await writer.send({ method: 'DELETE', path: tokenPath(identifier), shape: nothingShape });
    return { identifier, id: known?.pk };
  },
  payload: {
    description: 'What is left of a token that was deleted.',
    fields: (t) => ({
      deletedIdentifier: t.exposeString('identifier', { description: 'The name that nothing has any more.' }),
      deletedId: t.id({
        nullable: true,
        description:
          'The `id` it had, for caches. authentik does not tell it when it deletes, so it is read before, at one more request.',
        extensions: planned({ fetches: 'other' }),
        resolve: ({ id }) => id,
      }),
    }),
  },
});
