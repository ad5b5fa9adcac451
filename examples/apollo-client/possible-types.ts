const ERRORS = ['AuthentikForbiddenError', 'AuthentikNotFoundError', 'AuthentikValidationError'];

/** Which types an interface or union of the schema can be: Apollo's cache must know to match fragments. */
export const possibleTypes: Record<string, string[]> = {
  AuthentikError: ERRORS,
  AuthentikGroupResult: [...ERRORS, 'Group'],
  AuthentikTokenResult: [...ERRORS, 'Token'],
  AuthentikUserResult: [...ERRORS, 'User'],
};
