import { parseUuid } from '../../../authentik/path.ts';
import { createInputError } from '../../../errors.ts';
import { attributesInput, checkAttributes, isMerge, withAttributes } from '../../../graphql/attributes-input.ts';
import { checkChange, toBody } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { warningsField, warnOfMeanwhile } from '../../../graphql/warning.ts';
import { groupRef, rememberGroup, toGroupIncludes } from '../ref.ts';
import { getGroup, groupPath, groupShape } from '../rest.ts';
import { GROUP_FIELDS, GROUP_NAMES, toComparable, warnOfGroup, withParents } from './fields.ts';

createMutation({
  name: 'updateGroup',
  description:
    'Changes a group and leaves what is not named as it is, its members included. Needs the permission to change groups.',
  plan: { fetches: 'group', steps: ['sends the change (where attributes are merged, it reads the group before)'] },
  sends: { operation: 'PATCH /core/groups/{group_uuid}/', names: GROUP_NAMES },
  input: {
    description:
      'Which group to change, and what: what is left out stays as it is. Memberships are changed by `addUsersToGroup` and `removeUsersFromGroup`.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The UUID of the group to change.' }),
      name: t.string({ description: 'Another unique name; may not be empty.' }),
      isSuperuser: t.boolean({
        description:
          'Whether its members are superusers. Refused as a validation error to whoever may not enable or disable that.',
      }),
      parentId: t.id({
        description:
          'The UUID of the one group above it; null makes it a group at the top. From 2025.12 on, where there can be several, it takes the place of all of them.',
      }),
      attributes: t.field({ type: attributesInput, description: 'How its free-form JSON object changes.' }),
    }),
  },
  requests: ({ attributes }) => (isMerge(attributes) ? 2 : 1),
  run: async (input, { context, writer, needs }) => {
    const pk = parseUuid(input.id, ['input', 'id']);
    const { attributes } = input;
    const fields = toBody(GROUP_FIELDS, input);
    checkAttributes(attributes);
    if (fields.parent === pk) {
      // From 2025.12 on authentik takes it, and the group is its own ancestor.
      throw createInputError(['input', 'parentId'], 'A group cannot be its own parent.');
    }
    const { body, before } = await withAttributes(fields, attributes, () =>
      getGroup(context.authentik, pk, toGroupIncludes(new Set(), context)),
    );
    checkChange(body);
    const group = await writer.send({
      method: 'PATCH',
      path: groupPath(pk),
      params: toGroupIncludes(needs, context),
      body: withParents(body, context.release),
      shape: groupShape.refine((row) => row.pk === pk),
      names: GROUP_NAMES,
    });
    const changed = { ...input, ...(input.parentId === undefined ? {} : { parents: true }) };
    const meanwhile = before ? warnOfMeanwhile(toComparable(before), toComparable(group), changed) : [];
    return { group: rememberGroup(context, group), warnings: [...warnOfGroup(input, group), ...meanwhile] };
  },
  payload: {
    description: 'The group after the change.',
    fields: (t) => ({
      group: t.field({
        type: groupRef,
        description: 'The group as authentik answered it.',
        resolve: ({ group }) => group,
      }),
      warnings: warningsField(t),
    }),
  },
});
