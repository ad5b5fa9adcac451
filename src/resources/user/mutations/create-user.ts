import { parseAttributes } from '../../../authentik/merge-patch.ts';
import { type BodyFields, toBody, toInputNames } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { warningsField } from '../../../graphql/warning.ts';
import { rememberUser, toUserIncludes, userRef } from '../ref.ts';
import { USERS_PATH, userShape } from '../rest.ts';
import { USER_FIELDS, userTypeInput, warnOfUser } from './fields.ts';

const FIELDS: BodyFields = { ...USER_FIELDS, attributes: { to: 'attributes', parse: parseAttributes } };
const NAMES = toInputNames(FIELDS);

createMutation({
  name: 'createUser',
  description:
    'Creates an account. It has no password until `setUserPassword`, a recovery link or the person sets one. Needs the permission to add users.',
  plan: { fetches: 'user', steps: ['creates the user'] },
  sends: { operation: 'POST /core/users/', names: NAMES },
  input: {
    description: 'An account to create.',
    fields: (t) => ({
      username: t.string({ required: true, description: 'The unique login name: 1 to 150 characters of any kind.' }),
      name: t.string({ required: true, description: 'The display name; may be empty.' }),
      email: t.string({ description: 'The e-mail address, which need not be unique; empty when left out.' }),
      isActive: t.boolean({ description: 'Whether the account may be used; true when left out.' }),
      type: t.field({ type: userTypeInput, description: 'Person or program; `INTERNAL` when left out.' }),
      path: t.string({
        description: 'The folder to file it under, without slashes at its ends; `users` when left out.',
      }),
      groupIds: t.idList({
        description: 'UUIDs of the groups it is a direct member of from the start. Later: `addUsersToGroup`.',
      }),
      attributes: t.field({ type: 'JSON', description: 'Its free-form JSON object; empty when left out.' }),
    }),
  },
  run: async (input, { context, writer, needs }) => {
    const user = await writer.send({
      method: 'POST',
      path: USERS_PATH,
      params: toUserIncludes('user', needs, context),
      body: toBody(FIELDS, input),
      shape: userShape,
      names: NAMES,
    });
    return { user: rememberUser(context, user), warnings: warnOfUser(input, user) };
  },
  payload: {
    description: 'The new account.',
    fields: (t) => ({
      user: t.field({ type: userRef, description: 'The account as authentik made it.', resolve: ({ user }) => user }),
      warnings: warningsField(t),
    }),
  },
});
