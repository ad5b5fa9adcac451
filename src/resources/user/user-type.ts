import { createEnum } from '../../graphql/enum.ts';

/** `AuthentikUserType` over authentik's `type` of a user. */
export const userType = createEnum('AuthentikUserType', 'What kind of account a user is.', {
  internal: 'A person of the organisation itself.',
  external: 'A person from outside, such as a customer or partner; cannot use the user interface for internal users.',
  service_account: 'A program, created by an administrator.',
  internal_service_account: 'A program of authentik’s own, such as an outpost; cannot be changed.',
});
