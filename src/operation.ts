import { randomUUID } from 'node:crypto';
import { type DocumentNode, type FragmentDefinitionNode, getOperationAST, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { createAuthentikClient } from './authentik/client.ts';
import { parseCredential } from './authentik/credential.ts';
import type { Upstream } from './authentik/transport.ts';
import type { GatewayContext } from './context.ts';
import { createPlan } from './graphql/plan.ts';

/**
 * Yoga plugin: gives every operation its own {@link GatewayContext} just before it runs: a client of authentik with this
 * request's credential, bound to the caller's patience and `operationTimeoutMs` (milliseconds), and the plan of its requests.
 */
export function useGatewayContext(upstream: Upstream, operationTimeoutMs: number): Plugin<GatewayContext> {
  return {
    onExecute({ args, extendContext }) {
      const { request } = args.contextValue;
      const credential = parseCredential(request.headers.get('authorization'));
      const operation = getOperationAST(args.document, args.operationName);
      if (!credential || !operation) {
        return;
      }
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(operationTimeoutMs)]);
      const context: GatewayContext = {
        authentik: createAuthentikClient(upstream, { credential, requestId: randomUUID(), signal }),
        plan: createPlan({
          schema: args.schema,
          operation,
          fragments: toFragments(args.document),
          variables: args.variableValues ?? {},
        }),
      };
      extendContext(context);
    },
  };
}

function toFragments(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  return Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
}
