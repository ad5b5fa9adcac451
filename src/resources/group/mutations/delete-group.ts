import { nothingShape } from '../../../authentik/json.ts';
import { parseUuid } from '../../../authentik/path.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { groupPath } from '../rest.ts';

createMutation({
  name: 'deleteGroup',
  description:
    'Deletes a group for good. Its members stay, without what they had through it; groups below it lose it as their parent, and are at the top where they have no other. Needs the permission to delete groups.',
  plan: { fetches: 'other', steps: ['deletes the group'] },
  sends: { operation: 'DELETE /core/groups/{group_uuid}/' },
  input: {
    description: 'Which group to delete.',
    fields: (t) => ({ id: t.id({ required: true, description: 'The UUID of the group to delete.' }) }),
  },
  run: async (input, { writer }) => {
    const pk = parseUuid(input.id, ['input', 'id']);
    await writer.send({ method: 'DELETE', path: groupPath(pk), shape: nothingShape });
    return { pk };
  },
  payload: {
    description: 'What is left of a group that was deleted.',
    fields: (t) => ({
      deletedId: t.exposeID('pk', { description: 'The `id` that the group had, for caches to forget.' }),
    }),
  },
});
