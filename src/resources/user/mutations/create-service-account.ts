import { z } from 'zod';
import { parseUuid, parseWord } from '../../../authentik/path.ts';
import { type BodyFields, toBody, toInputNames } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { planned } from '../../../graphql/plan-declaration.ts';
import { type Warning, warningsField } from '../../../graphql/warning.ts';
import { groupByPk, groupRef } from '../../group/ref.ts';
import { USERS_PATH } from '../rest.ts';
import { userOfPayload } from './user-of-payload.ts';

const FIELDS: BodyFields = {
  name: { to: 'name', parse: (name: string, path) => parseWord(name, path, 150) },
  createGroup: { to: 'create_group' },
  expiring: { to: 'expiring' },
  expires: { to: 'expires' },
};

// Up to 2025.10 a name that is taken is told by the database, by its own column.
const NAMES = { ...toInputNames(FIELDS), username: ['input', 'name'] };

const accountShape = z.object({
  username: z.string(),
  user_uid: z.string(),
  user_pk: z.int32(),
  token: z.string().min(1),
  group_pk: z.string().nullish(),
});

createMutation({
  name: 'createServiceAccount',
  description:
    'Creates an account for a program, with an app password that is shown here and nowhere else. Needs the permissions to add users and to add tokens.',
  plan: { fetches: 'other', steps: ['creates the account and its app password'] },
  sends: { operation: 'POST /core/users/service_account/', names: NAMES, answers: accountShape },
  input: {
    description: 'An account for a program to create.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'Its unique login name, also shown: 1 to 150 characters.' }),
      createGroup: t.boolean({
        description: 'Whether a group of the same name is made for it too; needs the permission to add groups.',
      }),
      expiring: t.boolean({ description: 'Whether the app password expires; true when left out.' }),
      expires: t.field({ type: 'DateTime', description: 'When the app password expires; in 360 days when left out.' }),
    }),
  },
  run: async (input, { writer }) => {
    const account = await writer.send({
      method: 'POST',
      path: `${USERS_PATH}service_account/`,
      body: toBody(FIELDS, input),
      shape: accountShape,
      names: NAMES,
    });
    const groupPk = account.group_pk ? parseUuid(account.group_pk, []) : undefined;
    const warnings: Warning[] =
      input.createGroup && groupPk === undefined
        ? [{ field: 'group', message: 'No group was made: the permission to add groups is missing.' }]
        : [];
    return {
      pk: account.user_pk,
      username: account.username,
      uid: account.user_uid,
      key: account.token,
      groupPk,
      warnings,
    };
  },
  payload: {
    description: 'The new account and, this once, its app password.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'The app password in clear. Keep it out of caches and logs.' }),
      username: t.exposeString('username', { description: 'The login name that goes with the app password.' }),
      uid: t.exposeString('uid', { description: 'The account’s hashed id, the default OIDC `sub`.' }),
      ...userOfPayload(t),
      group: t.field({
        type: groupRef,
        nullable: true,
        description: 'The group that was made for it; null where none was. Costs a request of its own.',
        extensions: planned({ fetches: 'group' }),
        resolve: ({ groupPk }, _args, context, info) =>
          groupPk === undefined ? null : groupByPk(context).load(groupPk, { needs: context.plan.at(info).needs }),
      }),
      warnings: warningsField(t),
    }),
  },
});
