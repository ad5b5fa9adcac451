import { parseUserPk } from '../../../authentik/path.ts';
import { attributesInput, checkAttributes, isMerge, withAttributes } from '../../../graphql/attributes-input.ts';
import { type BodyFields, checkChange, toBody, toInputNames } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { warningsField, warnOfMeanwhile } from '../../../graphql/warning.ts';
import { rememberUser, toUserIncludes, userRef } from '../ref.ts';
import { getUser, userPath, userShape } from '../rest.ts';
import { toComparable, USER_FIELDS, userTypeInput, warnOfUser } from './fields.ts';

const { groupIds: _onlyWhenCreated, ...FIELDS }: BodyFields = USER_FIELDS;
const NAMES = { ...toInputNames(FIELDS), attributes: ['input', 'attributes'] };

createMutation({
  name: 'updateUser',
  description:
    'Changes an account and leaves what is not named as it is. Needs the permission to change users. Up to 2025.10 authentik takes from the user, at every change, the permissions that were given to them directly; those from groups and roles stay. An account that is made inactive loses its sessions.',
  plan: { fetches: 'user', steps: ['sends the change (where attributes are merged, it reads the user before)'] },
  sends: { operation: 'PATCH /core/users/{id}/', names: NAMES },
  input: {
    description:
      'Which account to change, and what: what is left out stays as it is. Memberships are changed by `addUsersToGroup` and `removeUsersFromGroup`.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The user’s primary key.' }),
      username: t.string({ description: 'Another unique login name: 1 to 150 characters of any kind.' }),
      name: t.string({ description: 'Another display name; null clears it.' }),
      email: t.string({ description: 'Another e-mail address; null clears it.' }),
      isActive: t.boolean({ description: 'Whether the account may be used; false also ends its sessions.' }),
      type: t.field({ type: userTypeInput, description: 'Person or program, ours or from outside.' }),
      path: t.string({ description: 'Another folder to file it under, without slashes at its ends.' }),
      attributes: t.field({ type: attributesInput, description: 'How its free-form JSON object changes.' }),
    }),
  },
  requests: ({ attributes }) => (isMerge(attributes) ? 2 : 1),
  run: async (input, { context, writer, needs }) => {
    const pk = parseUserPk(input.id, ['input', 'id']);
    const { attributes } = input;
    const fields = toBody(FIELDS, input);
    checkAttributes(attributes);
    const { body, before } = await withAttributes(fields, attributes, () =>
      getUser(context.authentik, pk, toUserIncludes('user', new Set(), context)),
    );
    checkChange(body);
    const user = await writer.send({
      method: 'PATCH',
      path: userPath(pk),
      params: toUserIncludes('user', needs, context),
      body,
      shape: userShape.refine((row) => row.pk === pk),
      names: NAMES,
    });
    const meanwhile = before ? warnOfMeanwhile(toComparable(before), toComparable(user), { ...input }) : [];
    return { user: rememberUser(context, user), warnings: [...warnOfUser(input, user), ...meanwhile] };
  },
  payload: {
    description: 'The account after the change.',
    fields: (t) => ({
      user: t.field({
        type: userRef,
        description: 'The account as authentik answered it.',
        resolve: ({ user }) => user,
      }),
      warnings: warningsField(t),
    }),
  },
});
