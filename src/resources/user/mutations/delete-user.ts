import { nothingShape } from '../../../authentik/json.ts';
import { parseUserPk } from '../../../authentik/path.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { userPath } from '../rest.ts';

createMutation({
  name: 'deleteUser',
  description:
    'Deletes an account for good, with its tokens and memberships; `usedBy` tells what else goes. Needs the permission to delete users.',
  plan: { fetches: 'other', steps: ['deletes the user'] },
  sends: { operation: 'DELETE /core/users/{id}/' },
  input: {
    description: 'Which account to delete.',
    fields: (t) => ({ id: t.id({ required: true, description: 'The user’s primary key.' }) }),
  },
  run: async (input, { writer }) => {
    const pk = parseUserPk(input.id, ['input', 'id']);
    await writer.send({ method: 'DELETE', path: userPath(pk), shape: nothingShape });
    return { pk };
  },
  payload: {
    description: 'What is left of an account that was deleted.',
    fields: (t) => ({
      deletedId: t.exposeID('pk', { description: 'The `id` that the account had, for caches to forget.' }),
    }),
  },
});
