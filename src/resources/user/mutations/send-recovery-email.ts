import { nothingShape } from '../../../authentik/json.ts';
import { parseUserPk, parseUuid } from '../../../authentik/path.ts';
import { createMutation } from '../../../graphql/mutation.ts';
import { userPath } from '../rest.ts';
import { recoveryNames } from './recovery-names.ts';
import { toRecoveryRequest } from './recovery-request.ts';
import { userOfPayload } from './user-of-payload.ts';

createMutation({
  name: 'sendRecoveryEmail',
  description:
    'Has authentik send the user a recovery link by e-mail. Needs the permission to reset passwords, an address on the account, and a recovery flow on authentik’s brand.',
  plan: { fetches: 'other', steps: ['has the e-mail sent'] },
  sends: { operation: 'POST /core/users/{id}/recovery_email/', names: recoveryNames },
  input: {
    description: 'Whom to send a link, and by which stage.',
    fields: (t) => ({
      userId: t.id({ required: true, description: 'The user’s primary key.' }),
      emailStageId: t.id({
        required: true,
        description: 'The UUID of the e-mail stage that knows template and sender.',
      }),
    }),
  },
  run: async (input, { context, writer }) => {
    const pk = parseUserPk(input.userId, ['input', 'userId']);
    const email_stage = parseUuid(input.emailStageId, ['input', 'emailStageId']);
    await writer.send({
      method: 'POST',
      path: `${userPath(pk)}recovery_email/`,
      ...toRecoveryRequest(context.release, { email_stage }),
      shape: nothingShape,
      names: recoveryNames,
    });
    return { pk };
  },
  payload: { description: 'A user who is sent an e-mail.', fields: userOfPayload },
});
