import { nothingShape } from '../../../authentik/json.ts';
import { parseUserPk, parseWord } from '../../../authentik/path.ts';
import { type BodyFields, toBody, toInputNames } from '../../../graphql/input-body.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { userPath } from '../rest.ts';
import { userOfPayload } from './user-of-payload.ts';

const FIELDS: BodyFields = { password: { to: 'password', parse: parseWord } };
const NAMES = toInputNames(FIELDS);

createMutation({
  name: 'setUserPassword',
  description:
    'Sets the password of an account; authentik checks no password policy here. Needs the permission to reset passwords, which nobody has for themselves.',
  plan: { fetches: 'other', steps: ['sets the password'] },
  sends: { operation: 'POST /core/users/{id}/set_password/', names: NAMES },
  input: {
    description: 'Whose password becomes which. Give it by a variable, not in the document.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'The user’s primary key.' }),
      password: t.string({ required: true, description: 'The new one, in clear: 1 to 1000 characters.' }),
    }),
  },
  run: async (input, { writer }) => {
    const pk = parseUserPk(input.id, ['input', 'id']);
    await writer.send({
      method: 'POST',
      path: `${userPath(pk)}set_password/`,
      body: toBody(FIELDS, input),
      shape: nothingShape,
      names: NAMES,
      secrets: [input.password],
    });
    return { pk };
  },
  payload: { description: 'An account whose password was set; it is not repeated.', fields: userOfPayload },
});
