import type { ErrorCode, GatewayError, ValidationIssue } from '../errors.ts';
import { builder, type SchemaTypes } from './builder.ts';

type DataCode = 'BAD_USER_INPUT' | 'CONFLICT' | 'FORBIDDEN' | 'NOT_FOUND';

// The errors a caller can act on, by code. Every other code stands in `errors[]` only.
const ERROR_TYPE_NAMES = {
  BAD_USER_INPUT: 'AuthentikValidationError',
  CONFLICT: 'AuthentikValidationError',
  FORBIDDEN: 'AuthentikForbiddenError',
  NOT_FOUND: 'AuthentikNotFoundError',
} as const satisfies Record<DataCode, string>;

/** An error on its way out as data. graphql-js takes an `Error` that a resolver answers for a failure, so it must not be one. */
export interface ErrorData extends Pick<GatewayError, 'message' | 'issues' | 'nonFieldErrors' | 'upstreamCode'> {
  readonly typeName: string;
  readonly code: DataCode;
}

/** The data of an error that has a type of its own in the schema; `undefined` for any other. */
export function toErrorData({
  code,
  message,
  issues,
  nonFieldErrors,
  upstreamCode,
}: GatewayError): ErrorData | undefined {
  return isDataCode(code)
    ? { typeName: ERROR_TYPE_NAMES[code], code, message, issues, nonFieldErrors, upstreamCode }
    : undefined;
}

/** The interface all of them implement. */
export const ERROR_INTERFACE_NAME = 'AuthentikError';

const errorCode = builder.enumType('AuthentikErrorCode', {
  description: 'What kind of error this is, for programs. `errors[].extensions.code` uses the same words.',
  values: {
    BAD_USER_INPUT: { description: 'An argument is malformed or authentik refused its value; change the input.' },
    CONFLICT: { description: 'Something else already has this unique name or identifier; choose another.' },
    FORBIDDEN: { description: 'The credential is good, but its user lacks the permission.' },
    NOT_FOUND: {
      description: 'There is no such object, or this credential may not see it: authentik does not tell which.',
    },
  },
});

const errorInterface = builder.interfaceRef<ErrorData>(ERROR_INTERFACE_NAME).implement({
  description:
    'What all errors have in common that a lookup or mutation can answer as data. Select it to handle any of them.',
  fields: (t) => ({
    code: t.field({
      type: errorCode,
      description: 'The kind of error; the same word stands in `errors[].extensions.code` where the error is not data.',
      resolve: (error) => error.code,
    }),
    message: t.exposeString('message', { description: 'One English sentence for a person; do not match on it.' }),
  }),
});

const validationIssue = builder.objectRef<ValidationIssue>('AuthentikValidationIssue').implement({
  description: 'One complaint about one input value.',
  fields: (t) => ({
    path: t.field({
      type: ['String'],
      description:
        'Where the value stands in this field’s arguments, e.g. `["where", "userUsername"]` or `["input", "parentId"]`.',
      resolve: (issue) => [...issue.path],
    }),
    message: t.exposeString('message', {
      description: 'What is wrong with the value: authentik’s own English sentence, or ours.',
    }),
  }),
});

/** A malformed or refused input, ours or authentik's 400. */
export const validationErrorRef = builder.objectRef<ErrorData>('AuthentikValidationError').implement({
  description: 'The input was refused, by this gateway before anything was asked, or by authentik with a 400.',
  interfaces: [errorInterface],
  fields: (t) => ({
    issues: t.field({
      type: [validationIssue],
      description: 'Complaints about single values; empty when only the whole was refused.',
      resolve: (error) => [...error.issues],
    }),
    nonFieldErrors: t.field({
      type: ['String'],
      description: 'Complaints about the input as a whole; empty when single values are to blame.',
      resolve: (error) => [...error.nonFieldErrors],
    }),
    upstreamCode: upstreamCodeField(t),
  }),
});

/** authentik's 403 while the credential itself is good. */
export const forbiddenErrorRef = builder.objectRef<ErrorData>('AuthentikForbiddenError').implement({
  description:
    'authentik answered 403 although the credential is good: its user lacks the permission, or sees no object of this kind at all.',
  interfaces: [errorInterface],
  fields: (t) => ({ upstreamCode: upstreamCodeField(t) }),
});

/** authentik's 404. */
export const notFoundErrorRef = builder.objectRef<ErrorData>('AuthentikNotFoundError').implement({
  description: 'authentik answered 404: the object does not exist, or this credential may not see it.',
  interfaces: [errorInterface],
});

function upstreamCodeField(t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, ErrorData>) {
  return t.exposeString('upstreamCode', {
    nullable: true,
    description:
      'authentik’s own code, e.g. `denied_license`; null almost always, since authentik hardly ever sends one.',
  });
}

function isDataCode(code: ErrorCode): code is DataCode {
  return Object.hasOwn(ERROR_TYPE_NAMES, code);
}
