import { builder } from '../../../graphql/builder.ts';

/** `AuthentikTokenIntentInput` over the words that authentik takes. */
export const tokenIntentInput = builder.enumType('AuthentikTokenIntentInput', {
  description: 'What a token can be made for by hand. The other kinds of `AuthentikTokenIntent` only authentik makes.',
  values: {
    API: {
      value: 'api',
      description: 'Authenticates API requests; authentik sets when it expires, at every change anew.',
    },
    APP_PASSWORD: {
      value: 'app_password',
      description: 'Stands in for the owner’s password; never authenticates API requests.',
    },
  },
});
