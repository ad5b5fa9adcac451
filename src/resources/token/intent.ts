import { createEnum } from '../../graphql/enum.ts';

/** `AuthentikTokenIntent` over authentik's `intent` of a token. */
export const tokenIntent = createEnum('AuthentikTokenIntent', 'What a token is good for.', {
  api: 'Authenticates requests to authentik’s API as its owner; the only kind this gateway can be used with.',
  app_password:
    'Stands in for the owner’s password where a flow asks for one, e.g. in a mail client; never authenticates API requests.',
  recovery: 'Opens a recovery link once; made by authentik itself.',
  verification: 'Confirms an e-mail address or invitation; made by authentik itself.',
});
