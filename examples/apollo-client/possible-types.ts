const ERRORS = ['AuthentikForbiddenError', 'AuthentikNotFoundError', 'AuthentikValidationError'];

/** Every mutation: its result can be its payload or an error. */
const MUTATIONS = [
  ...['CreateToken', 'UpdateToken', 'DeleteToken', 'ViewTokenKey', 'SetTokenKey'],
  ...['CreateUser', 'UpdateUser', 'DeleteUser', 'SetUserPassword', 'CreateServiceAccount'],
  ...['CreateRecoveryLink', 'SendRecoveryEmail'],
  ...['CreateGroup', 'UpdateGroup', 'DeleteGroup', 'AddUsersToGroup', 'RemoveUsersFromGroup'],
];

/** Which types an interface or union of the schema can be: Apollo's cache must know to match fragments. */
export const possibleTypes: Record<string, string[]> = {
  AuthentikError: ERRORS,
  AuthentikGroupResult: [...ERRORS, 'Group'],
  AuthentikTokenResult: [...ERRORS, 'Token'],
  AuthentikUserResult: [...ERRORS, 'User'],
  ...Object.fromEntries(
    MUTATIONS.map((name) => [`Authentik${name}Result`, [`Authentik${name}Payload`, ...ERRORS].sort()]),
  ),
};
