import { z } from 'zod';
import { parseUserPk } from '../../../authentik/path.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { userPath } from '../rest.ts';
import { recoveryNames } from './recovery-names.ts';
import { userOfPayload } from './user-of-payload.ts';

const linkShape = z.object({ link: z.string() });

createMutation({
  name: 'createRecoveryLink',
  description:
    'Makes a link with which whoever has it logs in as the user once, to set a password. A secret: it is shown here and nowhere else. Needs the permission to reset passwords, and a recovery flow on authentik’s brand.',
  plan: { fetches: 'other', steps: ['makes the link'] },
  sends: { operation: 'POST /core/users/{id}/recovery/', answers: linkShape },
  input: {
    description: 'For whom to make a link.',
    fields: (t) => ({ userId: t.id({ required: true, description: 'The user’s primary key.' }) }),
  },
  run: async (input, { writer }) => {
    const pk = parseUserPk(input.userId, ['input', 'userId']);
    const path = `${userPath(pk)}recovery/`;
    const { link } = await writer.send({
      method: 'POST',
      path,
      shape: linkShape,
      names: recoveryNames,
    });
    return { pk, link };
  },
  payload: {
    description: 'A link that opens an account once.',
    fields: (t) => ({
      link: t.exposeString('link', {
        description:
          'The address to open, secret until used, with the host under which this gateway reaches authentik. Keep it out of caches and logs.',
      }),
      ...userOfPayload(t),
    }),
  },
});
