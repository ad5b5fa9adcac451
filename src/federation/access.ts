import { createHash, timingSafeEqual } from 'node:crypto';
import { type ExecutionArgs, GraphQLError, getOperationAST, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { parseCredential } from '../authentik/credential.ts';
import { selectedFields, toFragments } from '../graphql/selected-fields.ts';
import { NO_CREDENTIAL } from '../http/request-rules.ts';
import { ENTITIES_FIELD, ROUTER_SECRET_HEADER, SERVICE_FIELD } from './names.ts';

/** Who may ask for the schema and for entities. */
export interface AccessOptions {
  /** Whether anybody may read the schema. */
  readonly introspection: boolean;
  /** What a router proves itself with; without one everybody who may read the schema is as good as a router. */
  readonly routerSecret?: string | undefined;
}

/** Creates the check whether a request proves to come from the router; it takes the same time for every wrong secret. */
export function createRouterCheck(routerSecret: string | undefined): (request: Request) => boolean {
  const expected = routerSecret === undefined ? undefined : digest(routerSecret);
  return ({ headers }) =>
    expected !== undefined && timingSafeEqual(digest(headers.get(ROUTER_SECRET_HEADER) ?? ''), expected);
}

/**
 * Yoga plugin: keeps `_entities` and `_service` for the router where there is a secret, closes them with introspection
 * where there is none, and lets a router without a caller's credential read `_service` and nothing else.
 */
export function useFederationAccess({ introspection, routerSecret }: AccessOptions): Plugin {
  const isRouter = createRouterCheck(routerSecret);
  return {
    onValidate: ({ addValidationRule }) => {
      if (!introspection) {
        addValidationRule(NoSchemaIntrospectionCustomRule);
      }
    },
    onExecute: ({ args, setResultAndStopExecution }) => {
      const { request } = args.contextValue;
      const fields = rootFields(args);
      const isForRouters = fields.includes(SERVICE_FIELD) || fields.includes(ENTITIES_FIELD);
      const isOpen = routerSecret === undefined ? introspection : isRouter(request);
      if (isForRouters && !isOpen) {
        setResultAndStopExecution({ errors: [createRouterOnlyError(routerSecret !== undefined)] });
      } else if (!parseCredential(request.headers.get('authorization')) && !isAllService(fields)) {
        setResultAndStopExecution({ errors: [createCredentialError()] });
      }
    },
  };
}

function rootFields({ schema, document, operationName, variableValues }: ExecutionArgs): string[] {
  const operation = getOperationAST(document, operationName);
  const type = operation && schema.getRootType(operation.operation);
  if (!operation || !type) {
    return [];
  }
  const fragments = toFragments(document);
  const selection = { type, selectionSet: operation.selectionSet };
  const variables = variableValues ?? {};
  return [...selectedFields({ schema, operation, fragments, variables }, selection)].map(({ field }) => field.name);
}

function isAllService(fields: readonly string[]): boolean {
  return fields.length > 0 && fields.every((name) => name === SERVICE_FIELD);
}

function createRouterOnlyError(hasSecret: boolean): GraphQLError {
  const message = hasSecret
    ? `Entities and the subgraph's schema are for the router, which sends its secret in ${ROUTER_SECRET_HEADER}.`
    : 'Entities and the subgraph’s schema are closed here, as introspection is; a router needs a secret to be set.';
  return new GraphQLError(message, { extensions: { code: 'ROUTER_ONLY', http: { status: 403, spec: true } } });
}

function createCredentialError(): GraphQLError {
  const { status, code, message, headers } = NO_CREDENTIAL;
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
