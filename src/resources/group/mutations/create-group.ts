import { parseAttributes } from '../../../authentik/merge-patch.ts';
import { type BodyFields, toBody } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { warningsField } from '../../../graphql/warning.ts';
import { groupRef, rememberGroup, toGroupIncludes } from '../ref.ts';
import { GROUPS_PATH, groupShape } from '../rest.ts';
import { GROUP_FIELDS, GROUP_NAMES, warnOfGroup, withParents } from './fields.ts';

const FIELDS: BodyFields = { ...GROUP_FIELDS, attributes: { to: 'attributes', parse: parseAttributes } };

createMutation({
  name: 'createGroup',
  description: 'Creates a group without members. Needs the permission to add groups.',
  plan: { fetches: 'group', steps: ['creates the group'] },
  sends: { operation: 'POST /core/groups/', names: GROUP_NAMES },
  input: {
    description: 'A group to create. Members are added by `addUsersToGroup`.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'Its unique name; may not be empty.' }),
      isSuperuser: t.boolean({
        description:
          'Whether its members become superusers; false when left out. Refused as a validation error to whoever may not enable that.',
      }),
      parentId: t.id({ description: 'The UUID of the group above it; none when left out.' }),
      attributes: t.field({ type: 'JSON', description: 'Its free-form JSON object; empty when left out.' }),
    }),
  },
  run: async (input, { context, writer, needs }) => {
    const group = await writer.send({
      method: 'POST',
      path: GROUPS_PATH,
      params: toGroupIncludes(needs, context),
      body: withParents(toBody(FIELDS, input), context.release),
      shape: groupShape,
      names: GROUP_NAMES,
    });
    return { group: rememberGroup(context, group), warnings: warnOfGroup(input, group) };
  },
  payload: {
    description: 'The new group.',
    fields: (t) => ({
      group: t.field({ type: groupRef, description: 'The group as authentik made it.', resolve: ({ group }) => group }),
      warnings: warningsField(t),
    }),
  },
});
